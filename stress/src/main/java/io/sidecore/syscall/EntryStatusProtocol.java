package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;
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
 * An entry passes from its owner to the executor and back without a lock.
 *
 * <p>The owner fills the arguments and then writes the control word (SUBMITTED) with release order. The executor reads that word
 * with acquire order: if it sees SUBMITTED, it must see the arguments. It executes a real call, {@code close(-1)}, whose result
 * is −EBADF, writes the result and then the control word (DONE) with release order. The owner polls: if it sees DONE, it must
 * see that result. Either side may also come too early and see nothing; what the owner missed is there at the end.
 */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "The executor looked before the submission: nothing is done.")
@Outcome(id = "-1, 0, -9", expect = Expect.ACCEPTABLE, desc = "Executed; the owner looked too early and reaps it at the end.")
@Outcome(id = "-1, -9, 0", expect = Expect.ACCEPTABLE, desc = "Executed and reaped; nothing is left at the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A status was seen without what was written before it.")
@State
public class EntryStatusProtocol {
    private static final int LOOKS = 100;
    private static final ThreadLocal<DirectCalls> CALLS = ThreadLocal.withInitial(DirectCalls::new);
    private static final Engine ENGINE = new DirectEngine();
    private static final EngineCounters COUNTERS = EngineCounters.create("stress", 0);
    private static final Functions FUNCTIONS = new Functions();

    private final SyscallPage page = new SyscallPage(ENGINE, 64, null, null, COUNTERS.openPage(0, 64, PageKind.PRIVATE),
            closed -> {});
    private final PageQueue queue = page.queue();

    @Actor
    public void owner(LLL_Result r) {
        page.close(-1);
        // Looking again and again makes it likely to look just between the executor's two stores.
        long seen = 0;
        for (int i = 0; i < LOOKS && page.inFlight() > 0; i++) {
            seen = reap();
        }
        r.r2 = seen;
    }

    @Actor
    public void executor(LLL_Result r) {
        int slot = queue.next();
        if (slot == PageQueue.NONE) {
            r.r1 = 0L;
        } else {
            long control = queue.control(slot);
            r.r1 = OffHeap.getLong(queue.entry(slot));
            queue.finish(slot, control, FUNCTIONS.execute(CALLS.get(), queue.entry(slot), control));
        }
    }

    @Arbiter
    public void end(LLL_Result r) {
        r.r3 = reap();
    }

    private long reap() {
        long[] seen = {0};
        page.poll((token, result) -> seen[0] = result, 1);
        return seen[0];
    }
}
