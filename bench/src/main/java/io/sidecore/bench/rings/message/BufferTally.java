package io.sidecore.bench.rings.message;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/** Takes messages from Agrona's ring buffers. */
public final class BufferTally extends Tally implements MessageHandler {
    /**
     * A tally.
     *
     * @param producers how many send
     */
    public BufferTally(int producers) {
        super(producers);
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        accept(buffer.getLong(index), Payload.read(buffer, index));
    }
}
