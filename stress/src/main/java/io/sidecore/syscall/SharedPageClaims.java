package io.sidecore.syscall;

import io.sidecore.syscall.counters.PageKind;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.SyscallNumber;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two threads submit to one page, and one of them then executes: no entry is given out twice, and no submission is lost.
 *
 * <p>Each submitter takes a free entry off a stack by compare-and-set, fills it with an argument of its own, marks it SUBMITTED, and pushes it
 * on the stack of submissions, by compare-and-set again. The executor takes that whole stack at once and turns it over. Here it answers each
 * call with the call's own argument; so a submitter whose entry was given to both, or whose arguments were not there yet when the executor came,
 * gets a wrong answer. One thread plays two parts so that the test needs no more than two CPUs: its own submission runs beside the
 * other's, and so does its taking of the stack.
 *
 * <p>The executor finds its own submission, and the other one if that was early enough; if not, it is executed at the end. Then each token
 * must have its own answer, and exactly two calls must have been executed.
 */
@JCStressTest
@Outcome(id = "1, 2, 21", expect = Expect.ACCEPTABLE, desc = "The executor came before the other's submission.")
@Outcome(id = "1, 2, 22", expect = Expect.ACCEPTABLE, desc = "The executor found both.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A call was lost, executed twice, or given an answer that is not its own.")
@State
public class SharedPageClaims {
    private static final long LOST = -1;
    private static final Engine ENGINE = new DirectEngine();
    private static final EngineCounters COUNTERS = EngineCounters.create("stress", 0);

    private final SharedPage page = new SharedPage(ENGINE, 64, null, null, COUNTERS.openPage(0, 64, PageKind.SHARED),
            closed -> {});
    private final PageQueue queue = page.queue();
    private long first;
    private long second;
    private int early;

    @Actor
    public void submitOne() {
        first = page.submit(SyscallNumber.CLOSE, 1, 1, 0, 0, 0, 0, 0, null);
    }

    @Actor
    public void submitTwoAndExecute() {
        second = page.submit(SyscallNumber.CLOSE, 1, 2, 0, 0, 0, 0, 0, null);
        early = executeAll();
    }

    private int executeAll() {
        int count = 0;
        for (int slot; (slot = queue.next()) != PageQueue.NONE; count++) {
            queue.finish(slot, queue.control(slot), OffHeap.getLong(queue.entry(slot)));
        }
        return count;
    }

    @Arbiter
    public void end(LLL_Result r) {
        int late = executeAll();
        r.r1 = take(first);
        r.r2 = take(second);
        r.r3 = 10L * (early + late) + early;
    }

    private long take(long token) {
        try {
            return page.tryTake(token);
        } catch (IllegalArgumentException e) {
            return LOST;
        }
    }
}
