package io.sidecore.stress.crash.queue;

import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.ControlledMessageHandler;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscRing;
import java.util.concurrent.TimeUnit;

/** An SPSC or MPSC ring: one lane, numbered 0. */
record LogQueue(Ring ring) implements Queue {
    @Override
    public SharedMemory memory() {
        return ring.memory();
    }

    @Override
    public RingProducer producer() {
        return switch (ring) {
            case SpscRing spsc -> spsc.producer();
            case MpscRing mpsc -> mpsc.producer();
        };
    }

    @Override
    public Consumer consumer(int budget) {
        return new Side(ring, switch (ring) {
            case SpscRing spsc -> spsc.consumer();
            case MpscRing mpsc -> mpsc.consumer();
        });
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int lane(RingProducer producer) {
        return 0;
    }

    @Override
    public long producerPosition(int lane) {
        return ring.producerPosition();
    }

    @Override
    public long consumerPosition(int lane) {
        return ring.consumerPosition();
    }

    @Override
    public boolean isQuarantined(int lane) {
        return false;
    }

    @Override
    public boolean hasSpareLanes() {
        return false;
    }

    @Override
    public long capacity() {
        return ring.capacity();
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

    private record Side(Ring ring, RingConsumer consumer) implements Consumer {
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
            return 0;
        }

        @Override
        public long messagePosition() {
            return consumer.messagePosition();
        }

        @Override
        public long position(int lane) {
            return consumer.position();
        }

        @Override
        public int mostRepeated() {
            return Integer.MAX_VALUE;
        }

        @Override
        public boolean isEmpty() {
            return ring.producerPosition() == consumer.position();
        }

        @Override
        public boolean isDrained() {
            return consumer.isDrained();
        }

        @Override
        public void recover() {
            if (consumer instanceof MpscConsumer mpsc) {
                mpsc.recover();
            }
        }

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
