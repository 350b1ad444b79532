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
 * A latest value is read whole, under its own number, while its slot is being written again.
 *
 * <p>A value goes round four slots. Value 1 is there; the writer writes values 2 to 9, so it comes back to the slot of each of the first five while a reader
 * that was slow may still copy it. The reader copies four lines out and then looks whether the slot still has the stamp with which it began: the writer
 * takes the stamp away before it writes the first word. If one of the two were out of order, or the second look left out, the reader would get words of two
 * values, or one under the number of the other. It may get any value whole, or be overtaken so often that it gives up.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The value before.")
@Outcome(id = {"2, 2", "3, 3", "4, 4", "5, 5", "6, 6", "7, 7", "8, 8",
        "9, 9"}, expect = Expect.ACCEPTABLE, desc = "One of the new values.")
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "Overtaken each time.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Torn, or under the wrong number.")
@State
public class LatestValueTearing {
    private static final int WORDS = 32;
    private static final int LAST = 9;
    private static final MemorySegment[] VALUES = new MemorySegment[LAST + 1];

    static {
        for (int i = 1; i <= LAST; i++) {
            VALUES[i] = filled(i);
        }
    }

    private final LatestValue value = LatestValue.anonymous(WORDS * Long.BYTES);
    private final LatestValueWriter writer = value.writer();
    private final LatestValueReader reader = value.reader();
    private final MemorySegment copy = filled(0);

    /** With a first value. */
    public LatestValueTearing() {
        writer.write(VALUES[1]);
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
        for (int i = 2; i <= LAST; i++) {
            writer.write(VALUES[i]);
        }
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
