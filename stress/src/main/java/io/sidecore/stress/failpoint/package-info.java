/**
 * Death at a chosen store: the shipped classes of the rings, with a hook in front of and behind each of their accesses to shared memory.
 *
 * <pre>
 *   shipped:   args ... invokestatic OffHeap.putLong
 *   patched:   args ... Failpoints.beforeStore(site)  invokestatic OffHeap.putLong  Failpoints.afterStore(site)
 * </pre>
 *
 * <p>The patched classes are made from the shipped ones when the harness starts, and stand in front of them on the class path of its workers.
 */
package io.sidecore.stress.failpoint;
