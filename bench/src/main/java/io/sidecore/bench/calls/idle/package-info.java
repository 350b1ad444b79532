/** An engine that has nothing to do: the first call after that, and what it takes meanwhile. */
package io.sidecore.bench.calls.idle;
