/** What a call costs the application's core, without its execution. */
package io.sidecore.bench.calls.cost;
