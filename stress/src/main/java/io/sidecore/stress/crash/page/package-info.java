/**
 * Syscall pages on trial: what the calls of a process have left behind that was killed, against the books of its callers.
 *
 * <p>Pages live in the memory of their process and end with it; what outlives it are the effects of the calls. So a <em>caller</em> writes numbered records
 * to files and through a FIFO, notes each call in a book before it submits it and when it has seen its result, and a successor goes on with the same
 * files; the {@link io.sidecore.stress.crash.page.PageChain} compares files and books after each death.
 */
package io.sidecore.stress.crash.page;
