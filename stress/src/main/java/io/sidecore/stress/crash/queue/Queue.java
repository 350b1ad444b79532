package io.sidecore.stress.crash.queue;

import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.ControlledMessageHandler;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.RingProducer;

/** A ring with one consumer, of one lane or of several, as the roles use it. */
interface Queue {
    SharedMemory memory();

    RingProducer producer();

    /** {@code budget}: messages of one lane before the next has its turn, if there are several. */
    Consumer consumer(int budget);

    int lanes();

    int lane(RingProducer producer);

    long producerPosition(int lane);

    long consumerPosition(int lane);

    boolean isQuarantined(int lane);

    /** Whether all who may want a lane find one even if one of them is spoilt. */
    boolean hasSpareLanes();

    /** Of a lane. */
    long capacity();

    int alignment();

    int maxMessageLength();

    long nextCorrelationId();

    void close();

    boolean isClosed();

    /** The consuming side of either. */
    interface Consumer extends AutoCloseable {
        int poll(MessageHandler handler, int limit);

        int controlledPoll(ControlledMessageHandler handler, int limit);

        int lane();

        long messagePosition();

        /** What this side has consumed of a lane. */
        long position(int lane);

        /** So many messages at most come again if this consumer dies, of those that one poll has handed over. */
        int mostRepeated();

        /** Whether everything that the positions tell of has been consumed, once no producer lives. */
        boolean isEmpty();

        boolean isDrained();

        /** Repairs at once what dead producers have left. */
        void recover();

        /** Announces itself as one who sleeps; looks again at once. */
        void doze();

        /** Sleeps until it is woken. */
        void sleep();

        void wake();

        void heartbeat();

        @Override
        void close();
    }
}
