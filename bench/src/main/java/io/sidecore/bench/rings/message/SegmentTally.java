package io.sidecore.bench.rings.message;

import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Takes messages from Sidecore's rings. */
public final class SegmentTally extends Tally implements MessageHandler {
    /**
     * A tally.
     *
     * @param producers how many send
     */
    public SegmentTally(int producers) {
        super(producers);
    }

    @Override
    public void onMessage(int type, MemorySegment segment, long offset, int length) {
        accept(segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset), Payload.read(segment, offset));
    }
}
