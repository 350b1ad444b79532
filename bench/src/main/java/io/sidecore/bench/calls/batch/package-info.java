/** Batches of calls, submitted together and waited for together, as in figure 10 of FlexSC (OSDI 2010). */
package io.sidecore.bench.calls.batch;
