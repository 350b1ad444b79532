package io.sidecore.syscall;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A core's role changes hands while its thread comes back from a call: exactly one of the two has it.
 *
 * <p>The thread says that it is in a call, and that it is out, with two stores; then it looks whether it has been asked for the role. The watch asks, and then
 * looks whether the thread is still in that call. Store before load on both sides: each could miss the other, and both would serve the
 * core, or none. The thread has no fence; the watch makes one in all running threads, by membarrier, or the thread fences for itself where there is none.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The thread kept the role.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The watch took it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two are active, or none is.")
@State
public class ActiveRoleHandOff {
    private final ActiveRole role = new ActiveRole(() -> {});

    @Actor
    public void call(II_Result r) {
        long call = role.enter();
        r.r1 = role.leave(call) ? 1 : 0;
    }

    @Actor
    public void watch(II_Result r) {
        long seen = role.look();
        if (ActiveRole.isInCall(seen) && role.hold(seen)) {
            role.answer(seen, false);
            r.r2 = 1;
        }
    }
}
