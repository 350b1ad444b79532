package io.sidecore.bench.rings.message;

import net.openhft.chronicle.bytes.Bytes;

/** Takes messages from Chronicle's queues. */
public final class BytesTally extends Tally {
    /**
     * A tally.
     *
     * @param producers how many send
     */
    public BytesTally(int producers) {
        super(producers);
    }

    /**
     * One message.
     *
     * @param bytes to be read from their read position on
     */
    public void onMessage(Bytes<?> bytes) {
        accept(bytes.readLong(bytes.readPosition()), Payload.read(bytes));
    }
}
