package io.sidecore.bench.rings.message;

/** Takes messages that are arrays on the heap. */
public final class ArrayTally extends Tally {
    /**
     * A tally.
     *
     * @param producers how many send
     */
    public ArrayTally(int producers) {
        super(producers);
    }

    /**
     * One message.
     *
     * @param message as {@link Payload#write(long[], long)} has written it
     */
    public void onMessage(long[] message) {
        accept(message[0], Payload.read(message));
    }

    /**
     * One reference to a message that nobody has written since it was made; it stands for a number of its own.
     *
     * @param message a message of {@link ArrayPool#numbered}
     * @param mask    elements of the pool less one
     */
    public void onReference(long[] message, int mask) {
        long number = received();
        if (message[0] != (number & mask)) {
            throw new IllegalStateException(
                    "reference " + message[0] + " arrived where " + (number & mask) + " comes next");
        }
        accept(number, Payload.sum(number));
    }
}
