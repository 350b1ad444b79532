/**
 * The interleaved rig: contenders take turns in slices of some milliseconds within one JVM, so that whatever the machine does
 * meanwhile happens to all of them, and what is compared was measured a moment apart.
 *
 * <pre>
 *   parent JVM                    forked JVM                                                     (perhaps a second process)
 *   RigForks ─ starts ────────▶ ForkMain ─▶ InterleavedRig
 *          ◀─ progress, pipe ──               leader thread, application CPU ◀─ ControlLines ─▶ follower, the other CPU
 *          ◀─ rounds, file ────               contender.lead(count)                             contender.follow(count)
 *
 *   round 1:  A B C D    round 2:  A D C B (backwards)    round 3:  C D A B    ...             one slice a letter
 * </pre>
 *
 * <p>A contender that is served by threads of its own, an engine's for example, has the other CPU for them during its slices: they are started
 * before each, and ended after it, and the follower sleeps meanwhile.
 *
 * <p>A slice is a number of messages, chosen so that it takes about as long as asked: the loops of the contenders look at no
 * flag, only at their own messages. What the two sides tell each other about slices stands off-heap, on lines of its own.
 */
package io.sidecore.bench.rig;
