package io.sidecore.syscall;

import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageKind;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A result is taken once, and a token that has been used never takes another call's.
 *
 * <p>Two threads know the token of a call that is done. The first one takes its result, and submits the next call at once, which comes to be in the
 * same entry; a call on a direct engine is done as soon as it is submitted. The second thread asks for the old token's result meanwhile: it
 * gets that result, or learns that it has been taken, but never the new call's. Whichever it is, the entry is freed once.
 */
@JCStressTest
@Outcome(id = "7, -1, 8", expect = Expect.ACCEPTABLE, desc = "The first thread took the result, and the new call has its own.")
@Outcome(id = "-1, 7, 8", expect = Expect.ACCEPTABLE, desc = "The second thread took it.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both or neither took it, or the new call's result was taken by the old token.")
@State
public class SharedPageTakers {
    private static final long TAKEN = -1;
    private static final Engine ENGINE = new DirectEngine();
    private static final EngineCounters COUNTERS = EngineCounters.create("stress", 0);
    private static final Functions FUNCTIONS = new Functions();
    private static final Delegate ECHO = FUNCTIONS.add(ENGINE, (a, b, c, d, e, f) -> a);

    private final SharedPage page = new SharedPage(ENGINE, 64, FUNCTIONS, null,
            COUNTERS.openPage(0, 64, PageKind.SHARED), closed -> {});
    private final long old = page.call(ECHO, 1, 7, 0, 0, 0, 0, 0);
    private long next;

    @Actor
    public void takeAndGoOn(LLL_Result r) {
        r.r1 = take(old);
        next = page.call(ECHO, 1, 8, 0, 0, 0, 0, 0);
    }

    @Actor
    public void takeToo(LLL_Result r) {
        r.r2 = take(old);
    }

    @Arbiter
    public void end(LLL_Result r) {
        r.r3 = page.inFlight() == 1 ? take(next) : page.inFlight();
    }

    private long take(long token) {
        try {
            return page.tryTake(token);
        } catch (IllegalArgumentException e) {
            return TAKEN;
        }
    }
}
