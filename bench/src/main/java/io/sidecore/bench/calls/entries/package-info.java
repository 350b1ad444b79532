/** How many entries a page should have, as in figure 16 of FlexSC (OSDI 2010). */
package io.sidecore.bench.calls.entries;
