package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes messages of which some may be missing: each must be whole, and newer than the one before. One reading thread. */
final class IncreasingTally extends Padded implements MessageHandler {
    private long last = -1;
    private long received;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    @Override
    public void onMessage(int type, MemorySegment segment, long offset, int length) {
        long number = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        if (number <= last) {
            throw new IllegalStateException("message " + number + " arrived after " + last);
        }
        BroadcastRig.check(Payload.read(segment, offset), number);
        last = number;
        received++;
    }

    /** Throws unless the last message was that one, and there were so many. */
    void check(long number, long count) {
        if (last != number || received != count) {
            throw new IllegalStateException("received " + received + " messages up to " + last + " instead of " + count
                    + " up to " + number);
        }
    }
}
