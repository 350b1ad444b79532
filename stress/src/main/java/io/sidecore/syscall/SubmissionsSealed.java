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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A shared page is closed while a call is submitted: the call is refused, or it is there for the core to see, and no third thing.
 *
 * <p>The closing side seals the stack of submissions if it is empty. A submitter that was quicker finds its call on the stack, and the seal does not hold; one that
 * comes later is told.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "Submitted; the stack stays open.")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "Refused; the stack is sealed and empty.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A call that nobody will see, or a refused one that is executed.")
@State
public class SubmissionsSealed {
    private final MemorySegment memory = Arena.ofAuto().allocate(256, 64);
    private final long top = memory.address();

    private long entry(int slot) {
        return top + 64 + 64L * slot;
    }

    private boolean push(int slot, long value) {
        OffHeap.putLong(entry(slot) + 8, value);
        return EntryStack.push(top, slot, entry(slot));
    }

    @Actor
    public void submit(III_Result r) {
        r.r1 = push(0, 1) ? 1 : 0;
    }

    @Actor
    public void close(III_Result r) {
        r.r2 = EntryStack.sealIfEmpty(top) ? 1 : 0;
    }

    @Arbiter
    public void end(III_Result r) {
        r.r3 = EntryStack.takeAll(top) == 0 ? 0 : 1;
    }
}
