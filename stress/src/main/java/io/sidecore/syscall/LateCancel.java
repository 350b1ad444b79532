package io.sidecore.syscall;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A call is given up just when it has ended and its entry has been given to the next one: the next one is not given up.
 *
 * <p>The word for an entry names the call that is meant by its token. Whoever gives up comes late and stores the old token, in whichever order with the
 * new owner's clearing of the word; the core then compares it with the token that it has read from the entry.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The old call was given up, the new one was not.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A call was given up that nobody meant.")
@State
public class LateCancel {
    private static final int OLD = 41;
    private static final int NEW = 42;
    private final MemorySegment memory = Arena.ofAuto().allocate(PageLayout.length(64), 64);
    private final long words = memory.address() + PageLayout.length(64) - 64;
    private final Cancellations cancellations = new Cancellations(memory.address(), words);

    @Actor
    public void giveUpTheOld(ZZ_Result r) {
        r.r1 = cancellations.set(0, OLD);
    }

    @Actor
    public void beginTheNew(ZZ_Result r) {
        cancellations.clear(0);
        long control = EntryLayout.control(1, 0, EntryLayout.SUBMITTED, NEW);
        r.r2 = Cancellations.isSet(words, 0, control) || Cancellations.isSet(words, 0, control);
    }
}
