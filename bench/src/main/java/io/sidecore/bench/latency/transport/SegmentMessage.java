package io.sidecore.bench.latency.transport;

import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The message that came back from a ring of Sidecore. */
final class SegmentMessage extends Padded implements MessageHandler {
    private long first;
    private long sum;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    @Override
    public void onMessage(int type, MemorySegment segment, long offset, int length) {
        first = segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        sum = Payload.read(segment, offset);
    }

    /** Its number; throws unless it is whole. */
    long number() {
        return Entrants.whole(first, sum);
    }

    static void copy(MemorySegment from, long fromOffset, MemorySegment to, long toOffset) {
        for (int word = 0; word < Payload.WORDS; word++) {
            to.set(ValueLayout.JAVA_LONG_UNALIGNED, toOffset + 8L * word,
                    from.get(ValueLayout.JAVA_LONG_UNALIGNED, fromOffset + 8L * word));
        }
    }
}
