package io.sidecore.stress;

import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueReader;
import io.sidecore.ring.broadcast.LatestValueWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A latest value is read whole, under its own number, while the next one is being written.
 *
 * <p>Value 1 is there; the writer writes value 2. The reader copies four lines out between two looks at the sequence. It may get value 1, or value 2, or be
 * overtaken so often that it gives up; it must never get words of both, or one under the number of the other.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The value before.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "The new value.")
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "Overtaken each time.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Torn, or under the wrong number.")
@State
public class LatestValueTearing {
    private static final int WORDS = 32;
    private final LatestValue value = LatestValue.anonymous(WORDS * Long.BYTES);
    private final LatestValueWriter writer = value.writer();
    private final LatestValueReader reader = value.reader();
    private final MemorySegment next = filled(2);
    private final MemorySegment copy = filled(0);

    /** With a first value. */
    public LatestValueTearing() {
        writer.write(filled(1));
    }

    private static MemorySegment filled(long word) {
        MemorySegment words = MemorySegment.ofArray(new long[WORDS]);
        for (int i = 0; i < WORDS; i++) {
            words.setAtIndex(ValueLayout.JAVA_LONG, i, word);
        }
        return words;
    }

    @Actor
    public void write() {
        writer.write(next);
    }

    @Actor
    public void read(LL_Result r) {
        r.r1 = reader.read(copy);
        long first = copy.getAtIndex(ValueLayout.JAVA_LONG, 0);
        for (int i = 1; i < WORDS; i++) {
            first = copy.getAtIndex(ValueLayout.JAVA_LONG, i) == first ? first : -7;
        }
        r.r2 = (long) r.r1 == LatestValue.OVERTAKEN ? 0 : first;
    }
}
