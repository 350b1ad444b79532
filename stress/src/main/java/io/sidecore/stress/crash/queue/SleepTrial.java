package io.sidecore.stress.crash.queue;

import io.sidecore.memory.RegionKind;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Sleeping and waking on a ring with one consumer, on trial: nobody dies, and everybody sleeps as long as nobody wakes him.
 *
 * @param kind SPSC, MPSC or lane ring
 */
public record SleepTrial(RegionKind kind) {
    private QueueTrial ring() {
        return new QueueTrial(kind);
    }

    /**
     * {@return the role of a producer}
     *
     * @param post what it is given; it closes the ring if {@code over} says that the others have ended
     */
    public Role sender(Post post) {
        return new SleepingRoles.Producer(ring()::queue, post, kind == RegionKind.MPSC_RING);
    }

    /**
     * {@return the role of the consumer}
     *
     * @param post what it is given
     */
    public Role receiver(Post post) {
        return new SleepingRoles.Consumer(ring()::queue, post);
    }

    /**
     * {@return bytes of the consumer's ledger}
     *
     * @param messages that all producers send
     */
    public static long receivedBytes(int messages) {
        return ReceivedLedger.bytes(messages);
    }

    /**
     * Looks whether all has come.
     *
     * @param received ledger of the consumer
     * @param sent     a word for each correlation id, 1 if it belongs to a message
     * @throws Violation if not
     */
    public static void verify(MemorySegment received, MemorySegment sent) {
        long messages = LongStream.of(sent.toArray(ValueLayout.JAVA_LONG)).sum();
        long ids = new ReceivedLedger(received).ids().distinct().count();
        if (ids != messages) {
            throw new Violation("drained, but only " + ids + " of " + messages + " messages have come");
        }
    }

    /** {@return the structures that can be slept on} */
    public static List<RegionKind> kinds() {
        return List.of(RegionKind.SPSC_RING, RegionKind.MPSC_RING, RegionKind.LANE_RING);
    }
}
