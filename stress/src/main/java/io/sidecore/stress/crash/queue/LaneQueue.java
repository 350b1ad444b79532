package io.sidecore.stress.crash.queue;

import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.ControlledMessageHandler;
import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscProducer;
import java.util.concurrent.TimeUnit;

/** A lane ring. */
record LaneQueue(LaneRing ring) implements Queue {
    /** Lanes that are enough for {@link QueueTrial#MOST_SENDERS}, for one who knocks, and for one that is spoilt. */
    static final int SPARE = QueueTrial.MOST_SENDERS + 2;

    @Override
    public SharedMemory memory() {
        return ring.memory();
    }

    @Override
    public RingProducer producer() {
        return ring.producer();
    }

    @Override
    public Consumer consumer(int budget) {
        return new Side(ring, ring.consumer(budget), budget);
    }

    @Override
    public int lanes() {
        return ring.lanes();
    }

    @Override
    public int lane(RingProducer producer) {
        return ring.lane((SpscProducer) producer);
    }

    @Override
    public long producerPosition(int lane) {
        return ring.producerPosition(lane);
    }

    @Override
    public long consumerPosition(int lane) {
        return ring.consumerPosition(lane);
    }

    @Override
    public boolean isQuarantined(int lane) {
        return ring.isQuarantined(lane);
    }

    @Override
    public boolean hasSpareLanes() {
        return ring.lanes() >= SPARE;
    }

    @Override
    public long capacity() {
        return ring.laneCapacity();
    }

    @Override
    public int alignment() {
        return ring.alignment();
    }

    @Override
    public int maxMessageLength() {
        return ring.maxMessageLength();
    }

    @Override
    public long nextCorrelationId() {
        return ring.nextCorrelationId();
    }

    @Override
    public void close() {
        ring.close();
    }

    @Override
    public boolean isClosed() {
        return ring.isClosed();
    }

    private record Side(LaneRing ring, LaneConsumer consumer, int budget) implements Consumer {
        @Override
        public int poll(MessageHandler handler, int limit) {
            return consumer.poll(handler, limit);
        }

        @Override
        public int controlledPoll(ControlledMessageHandler handler, int limit) {
            return consumer.controlledPoll(handler, limit);
        }

        @Override
        public int lane() {
            return consumer.lane();
        }

        @Override
        public long messagePosition() {
            return consumer.messagePosition();
        }

        @Override
        public long position(int lane) {
            return consumer.position(lane);
        }

        @Override
        public int mostRepeated() {
            return budget;
        }

        @Override
        public boolean isEmpty() {
            for (int lane = 0; lane < ring.lanes(); lane++) {
                if (!ring.isQuarantined(lane) && ring.producerPosition(lane) != consumer.position(lane)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean isDrained() {
            return consumer.isDrained();
        }

        @Override
        public void recover() {}

        @Override
        public void doze() {
            consumer.await(1, TimeUnit.NANOSECONDS);
        }

        @Override
        public void sleep() {
            consumer.await(1, TimeUnit.HOURS);
        }

        @Override
        public void wake() {
            consumer.wake();
        }

        @Override
        public void heartbeat() {
            consumer.heartbeat();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
