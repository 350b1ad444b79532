/**
 * Kills who writes and who reads at every store of the rings and of the latest value, and checks what the survivors get.
 *
 * <p>A <em>round</em> is one structure from creation to the last message. Its slots, senders and receivers, each live several
 * <em>lives</em>: attach, open a side, work, and die or end. All keep ledgers that outlive them, and the structure's
 * {@link io.sidecore.stress.crash.trial.Trial} compares these.
 *
 * <ul>
 * <li><em>Simulated</em> rounds: all slots are threads of one process, of which exactly one runs at a time; which, is decided by the seed at
 * each access to shared memory, and at each word of a copy. A death is an error that unwinds out of the library, after which the hooks let no
 * access of that life through; the kernel's part, that its process id is gone, is played by writing the id of a process that is gone into the
 * table of parties. Thousands of rounds a second, each reproducible; sequentially consistent, so nothing is learned of memory order.
 * <li><em>Real</em> rounds: processes that die by SIGKILL, sent by themselves at a store or by the parent at any time, and real concurrency.
 * Their schedule cannot be reproduced. Lives of many rounds share a process, and die together.
 * </ul>
 *
 * <p>{@link io.sidecore.stress.crash.RelayRound} and {@link io.sidecore.stress.crash.PlacesRound} are simulated rounds for the mutants only: of memory that
 * is as strong as here, they would show nothing that the others do not.
 *
 * <p>Syscall pages have real rounds of their own, see {@link io.sidecore.stress.crash.page}.
 */
package io.sidecore.stress.crash;
