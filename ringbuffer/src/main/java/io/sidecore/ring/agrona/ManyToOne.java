package io.sidecore.ring.agrona;

import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.RingConsumer;
import org.agrona.DirectBuffer;

/** Over an {@link MpscRing}: a producer is taken from a table for the length of a claim. */
final class ManyToOne extends AgronaRingBuffer {
    private final MpscRing ring;
    private final ClaimTable claims;

    ManyToOne(MpscRing ring) {
        super(ring);
        this.ring = ring;
        this.claims = new ClaimTable(ring);
    }

    @Override
    public boolean write(int msgTypeId, DirectBuffer srcBuffer, int offset, int length) {
        int slot = claims.take();
        if (slot < 0) {
            checkMessage(msgTypeId, length);
            return false;
        }
        try {
            MpscProducer producer = claims.producer(slot);
            long index = producer.tryClaim(msgTypeId, length);
            if (index < 0) {
                insufficient(index);
                return false;
            }
            copyAndCommit(producer, (int) index, srcBuffer, offset, length);
            return true;
        } finally {
            claims.giveBack(slot);
        }
    }

    private void copyAndCommit(MpscProducer producer, int index, DirectBuffer srcBuffer, int offset, int length) {
        try {
            buffer.putBytes(index, srcBuffer, offset, length);
        } catch (RuntimeException | Error e) {
            producer.abort();
            throw e;
        }
        producer.commit();
    }

    @Override
    public int tryClaim(int msgTypeId, int length) {
        int slot = claims.take();
        if (slot < 0) {
            checkMessage(msgTypeId, length);
            return INSUFFICIENT_CAPACITY;
        }
        boolean claimed = false;
        try {
            long index = claims.producer(slot).tryClaim(msgTypeId, length);
            if (index < 0) {
                return insufficient(index);
            }
            claims.keep(slot, (int) index);
            claimed = true;
            return (int) index;
        } finally {
            if (!claimed) {
                claims.giveBack(slot);
            }
        }
    }

    /** What a producer would refuse for ever, when there is none to ask. */
    private void checkMessage(int type, int length) {
        if (type < 1 || length < 0 || length > maxMsgLength()) {
            throw new IllegalArgumentException("type " + type + ", length " + length
                    + ": the type must be positive, the length from 0 to " + maxMsgLength());
        }
    }

    @Override
    public void commit(int index) {
        int slot = takeClaim(index);
        claims.producer(slot).commit();
        claims.giveBack(slot);
    }

    @Override
    public void abort(int index) {
        int slot = takeClaim(index);
        claims.producer(slot).abort();
        claims.giveBack(slot);
    }

    private int takeClaim(int index) {
        checkIndex(index);
        int slot = claims.takeClaim(index);
        if (slot < 0) {
            throw notOpen(index);
        }
        return slot;
    }

    @Override
    RingConsumer openConsumer() {
        return ring.consumer();
    }

    @Override
    public boolean unblock() {
        return consumer() instanceof MpscConsumer consumer && consumer.recover() > 0;
    }

    @Override
    public void close() {
        claims.close();
        super.close();
    }
}
