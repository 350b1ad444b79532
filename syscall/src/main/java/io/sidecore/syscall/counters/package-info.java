/**
 * What engines count, in shared memory, so that {@code ./sidecore stat PID} can show a running process without disturbing it.
 *
 * <p>Each engine has one region, {@link io.sidecore.syscall.counters.EngineCounters}, with a block for itself, one for each of
 * its syscall cores and one for each page. All fields are 64-bit words:
 *
 * <pre>
 *   byte 8192           8448                            24832                          57600
 *        | engine block | 16 core blocks of 1,024 bytes | 256 page blocks of 128 bytes |
 * </pre>
 *
 * <p>A block has one writer at a time, and blocks of different writers start 128 bytes apart, so that counting is a store into a line that
 * stays with its writer: no atomic read-modify-write, no fence. Totals that a writer keeps in a field of its own are stored as
 * they are ({@code submitted(long total)}), as often as it likes; rare events are added to what the block holds
 * ({@code handOff()}). When the active role on a core passes from one syscall thread to another, or a page from one application thread to
 * another, there is a happens-before edge between the two, and so the plain load of the one who has it now sees the last opaque store of
 * the one who had it before, and no count is lost. Nothing but reports depends on the numbers: whoever writes into the region from outside
 * makes them lie, and does no other harm.
 *
 * <p>Snapshots read each word at a slightly different moment: two counts that belong together may differ by what happened meanwhile.
 */
package io.sidecore.syscall.counters;
