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
 * A free entry that goes and comes back does not deceive a thread that is about to take it (the ABA problem).
 *
 * <p>One thread takes an entry: it reads which one is first, reads which one is behind it, and makes that the first. Meanwhile another thread
 * takes two entries and gives the first of them back: the same entry is first again, but the one behind it is not free any more. If the
 * compare-and-set looked at the index alone, the entry that the other thread has kept would be given out a second time. It looks at a count of
 * takings, too.
 *
 * <p>At the end each thread has an entry, and the rest, taken one by one, is all the others, each once: the third number counts the different ones.
 */
@JCStressTest
@Outcome(id = "0, 1, 64", expect = Expect.ACCEPTABLE, desc = "The first thread came last, and got the entry that was given back.")
@Outcome(id = "1, 2, 64", expect = Expect.ACCEPTABLE, desc = "The first thread came between the two takings of the other.")
@Outcome(id = "0, 2, 64", expect = Expect.ACCEPTABLE, desc = "The first thread came first.")
@Outcome(id = "2, 1, 64", expect = Expect.ACCEPTABLE, desc = "The first thread came when the other had taken two, and given none back.")
@Outcome(expect = Expect.FORBIDDEN, desc = "An entry was given out twice, or lost.")
@State
public class SharedPageReuse {
    private static final int ENTRIES = 64;
    private static final Engine ENGINE = new DirectEngine();
    private static final EngineCounters COUNTERS = EngineCounters.create("stress", 0);

    private final SharedPage page = new SharedPage(ENGINE, ENTRIES, null, null,
            COUNTERS.openPage(0, 64, PageKind.SHARED), closed -> {});
    private final FreeSlots free = new FreeSlots(page.memory().region().address() + PageLayout.FREE_SLOTS,
            page.memory().data().address(), ENTRIES);

    @Actor
    public void take(LLL_Result r) {
        r.r1 = (long) free.take();
    }

    @Actor
    public void takeTwoAndGiveOneBack(LLL_Result r) {
        int given = free.take();
        r.r2 = (long) free.take();
        free.giveBack(given);
    }

    @Arbiter
    public void end(LLL_Result r) {
        long seen = 1L << (long) r.r1 | 1L << (long) r.r2;
        int slot;
        for (int count = 2; count < 2 * ENTRIES && (slot = free.take()) != PageQueue.NONE; count++) {
            seen = (seen >>> slot & 1) == 0 ? seen | 1L << slot : 0;
        }
        r.r3 = (long) Long.bitCount(seen);
    }
}
