package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two threads push what they have finished on a page's list of completions, and one takes the list: each comes once, with its result.
 *
 * <p>A push links the entry to the one on top, and puts it there by compare-and-set; the owner takes all by another. Whoever takes an entry must see the result, and the
 * link, that were stored plainly before.
 */
@JCStressTest
@Outcome(id = "12, 0", expect = Expect.ACCEPTABLE, desc = "Both at once.")
@Outcome(id = "10, 2", expect = Expect.ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A completion was lost, doubled, or without its result.")
@State
public class CompletionStack {
    private final MemorySegment memory = Arena.ofAuto().allocate(256, 64);
    private final long top = memory.address();

    private long entry(int slot) {
        return top + 64 + 64L * slot;
    }

    private boolean push(int slot, long value) {
        OffHeap.putLong(entry(slot) + 8, value);
        return EntryStack.push(top, slot, entry(slot));
    }

    private long take() {
        long sum = 0;
        for (long link = EntryStack.takeAll(top); link != 0;) {
            long entry = entry((int) link - 1);
            sum += OffHeap.getLong(entry + 8);
            link = OffHeap.getLong(entry);
        }
        return sum;
    }

    @Actor
    public void pushOne() {
        push(0, 2);
    }

    @Actor
    public void pushTwoAndTake(JJ_Result r) {
        push(1, 10);
        r.r1 = take();
    }

    @Arbiter
    public void end(JJ_Result r) {
        r.r2 = take();
    }
}
