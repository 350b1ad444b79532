/** What the families of calls have in common: a contender with an engine on the other CPU, and the calls that it makes. */
package io.sidecore.bench.calls.served;
