package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.ArrayPool;
import io.sidecore.bench.rings.message.ArrayTally;
import io.sidecore.bench.rings.message.Payload;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.SpscArrayQueue;

/** JCTools's {@link SpscArrayQueue} by {@code fill} and {@code drain}: several references at a call, each stored with release all the same. */
final class JctoolsBatches implements Contender {
    private final SpscArrayQueue<long[]> queue = new SpscArrayQueue<>(Payload.queueCapacity());
    private final Source source = new Source();
    private final ArrayTally tally = new ArrayTally(1);
    private final MessagePassingQueue.Consumer<long[]> consumer = tally::onMessage;
    private final int batch;

    JctoolsBatches(int batch) {
        this.batch = batch;
    }

    @Override
    public void lead(int leader, long count) {
        Source messages = source;
        messages.number = 0;
        while (messages.number < count) {
            if (queue.fill(messages, (int) Math.min(batch, count - messages.number)) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void follow(long count) {
        tally.begin();
        while (tally.received() < count) {
            if (queue.drain(consumer, ThroughputRig.POLL_LIMIT) == 0) {
                Thread.onSpinWait();
            }
        }
        tally.end(count);
    }

    /** Fills the next message when there is room for it. */
    private static final class Source implements MessagePassingQueue.Supplier<long[]> {
        private final ArrayPool pool = new ArrayPool();
        private long number;

        @Override
        public long[] get() {
            long[] message = pool.message(number);
            Payload.write(message, number);
            number++;
            return message;
        }
    }
}
