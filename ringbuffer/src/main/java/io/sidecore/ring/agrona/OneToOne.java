package io.sidecore.ring.agrona;

import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import org.agrona.DirectBuffer;

/** Over an {@link SpscRing}. It has no field that changes with a message: those are in the sides, apart from each other. */
final class OneToOne extends AgronaRingBuffer {
    private final SpscRing ring;
    private SpscProducer producer;

    OneToOne(SpscRing ring) {
        super(ring);
        this.ring = ring;
    }

    /** With no claim open, or with those that are set aside. */
    private SpscProducer producer() {
        SpscProducer open = producer;
        if (open == null) {
            open = ring.producer();
            producer = open;
        }
        if (open.hasOpenClaim()) {
            open.setAside();
        }
        return open;
    }

    @Override
    public boolean write(int msgTypeId, DirectBuffer srcBuffer, int offset, int length) {
        SpscProducer open = producer();
        long index = open.tryClaim(msgTypeId, length);
        if (index < 0) {
            insufficient(index);
            return false;
        }
        try {
            buffer.putBytes((int) index, srcBuffer, offset, length);
        } catch (RuntimeException | Error e) {
            open.abort();
            throw e;
        }
        open.commit();
        return true;
    }

    @Override
    public int tryClaim(int msgTypeId, int length) {
        long index = producer().tryClaim(msgTypeId, length);
        return index < 0 ? insufficient(index) : (int) index;
    }

    @Override
    public void commit(int index) {
        SpscProducer claimant = claimant(index);
        try {
            claimant.commit((long) index);
        } catch (IllegalStateException e) {
            throw notOpen(index);
        }
    }

    @Override
    public void abort(int index) {
        SpscProducer claimant = claimant(index);
        try {
            claimant.abort((long) index);
        } catch (IllegalStateException e) {
            throw notOpen(index);
        }
    }

    private SpscProducer claimant(int index) {
        checkIndex(index);
        if (producer == null) {
            throw notOpen(index);
        }
        return producer;
    }

    @Override
    RingConsumer openConsumer() {
        return ring.consumer();
    }

    @Override
    public boolean unblock() {
        return false;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
        super.close();
    }
}
