package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The message that came back from a ring of Sidecore. */
final class SegmentArrival extends Padded implements MessageHandler {
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

    void check(long number) {
        RoundTripRig.check(first, sum, number);
    }
}
