package io.sidecore.stress.crash.queue;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.stress.crash.trial.Attempts;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A producer that does everything a producer can do, in an order that its seed decides. */
final class ProducerRole implements Role {
    private static final int RARELY = 400;
    /** Of a record that ends within its own header. */
    private static final long IMPOSSIBLE = 1L << 32 | 3;

    /** How the ring is attached. */
    interface Attachment {
        Queue attach(Path file) throws RegionException;
    }

    private final Attachment attachment;
    private final Path file;
    private final int slot;
    private final SentLedger ledger;
    private final LifeSigns signs;
    private final SplittableRandom random;
    private final long salt;
    private final int quota;

    private Queue queue;
    private RingProducer producer;
    private boolean closed;
    /** Whether this side has closed the ring itself. */
    private boolean hasClosed;

    ProducerRole(Attachment attachment, Post post) {
        this.attachment = attachment;
        this.file = post.file();
        this.slot = post.slot();
        this.ledger = new SentLedger(post.ledger());
        this.signs = new LifeSigns(post.ledger());
        this.random = post.random();
        this.salt = post.salt();
        this.quota = Math.min(post.quota(), ledger.capacity() - 8);
    }

    /** Sends what is left of the quota. */
    @Override
    public void live() throws RegionException {
        queue = attachment.attach(file);
        open();
        signs.begin();
        while (!isDone()) {
            act();
        }
        leaveOpen();
        producer.close();
        if (hasClosed && !queue.isClosed()) {
            throw new Violation("the ring was closed, and is open again");
        }
        if (random.nextBoolean()) {
            queue.close();
        }
    }

    @Override
    public boolean isDone() {
        return closed || ledger.count() >= quota;
    }

    /** Claims that are open when a side is closed are given back. */
    private void leaveOpen() {
        for (int i = random.nextInt(4); i > 0; i--) {
            int length = length();
            long at = producer.tryClaim(Message.type(slot, ledger.count()), length);
            if (isRefused(at)) {
                return;
            }
            Message.write(producer.data(), at, length, salt, slot, enter(length, 1));
            if (!(producer instanceof SpscProducer nesting)) {
                return;
            }
            if (i > 1 || random.nextBoolean()) {
                nesting.setAside();
            }
        }
    }

    private void open() {
        producer = Attempts.untilFree(queue::producer);
    }

    private void act() {
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3, 4, 5, 6 -> claimAndCommit(0);
            case 7, 8, 9 -> offer(false);
            case 10 -> {
                offer(false);
                producer.wake();
            }
            case 11, 12 -> offer(true);
            case 13, 14 -> batch();
            case 15 -> claimAndAbort();
            case 16, 17 -> nested();
            case 18, 19 -> claimAndCommit(random.nextInt(60));
            case 20 -> producer.heartbeat();
            case 21 -> queue.nextCorrelationId();
            case 22 -> awaitConsumer();
            case 23 -> producer.wake();
            case 24 -> {
                leaveOpen();
                producer.close();
                // Others may take the place.
                for (int i = random.nextBoolean() ? 0 : random.nextInt(60); i > 0; i--) {
                    Failpoints.pause();
                }
                open();
            }
            default -> {
                if (slot == 0 && queue.hasSpareLanes() && ledger.spoiltLane() < 0) {
                    spoil();
                } else if (random.nextInt(Math.max(RARELY / 26, quota / 4)) == 0) {
                    queue.close();
                }
            }
        }
    }

    private int enter(int length, int batch) {
        return ledger.next(length, batch, queue.lane(producer), producer.position());
    }

    private int length() {
        int max = queue.maxMessageLength();
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(9);
            case 1 -> random.nextInt(max + 1);
            case 2 -> max;
            default -> random.nextInt(Math.min(max, 120) + 1);
        };
    }

    private boolean isRefused(long claim) {
        closed |= claim == Ring.CLOSED;
        return claim < 0;
    }

    /** Claims, waiting for room; now and then it gives up, and the next attempt will be of another length. */
    private long claim(int length) {
        while (true) {
            long at = producer.tryClaim(Message.type(slot, ledger.count()), length);
            if (at >= 0 || isRefused(at) && closed) {
                return at;
            }
            if (random.nextInt(8) == 0) {
                if (random.nextBoolean()) {
                    awaitConsumer();
                }
                return at;
            }
            if (random.nextInt(16) == 0) {
                // Announces itself as one who sleeps; looks again at once.
                producer.awaitRoom(length, 1, TimeUnit.NANOSECONDS);
            }
            Failpoints.pause();
        }
    }

    /** Lives and does nothing until all that was claimed so far is consumed; whoever waits for us then, waits for ever. */
    private void awaitConsumer() {
        int lane = queue.lane(producer);
        long position = queue.producerPosition(lane);
        while (queue.consumerPosition(lane) < position) {
            Failpoints.pause();
        }
    }

    /** Leaves behind what no producer does, and goes to another lane. */
    private void spoil() {
        long at = producer.tryClaim(Message.type(slot, 0), 0);
        if (isRefused(at)) {
            return;
        }
        int lane = queue.lane(producer);
        long position = producer.position();
        producer.abort();
        ledger.spoil(lane, position);
        Failpoints.application();
        producer.data().set(ValueLayout.JAVA_LONG, at - Long.BYTES, IMPOSSIBLE);
        Failpoints.application();
        producer.close();
        if (random.nextInt(3) == 0) {
            closeWhenSpoiltIsMet(lane, position);
        }
        open();
    }

    /** Closes the ring at the moment at which the consumer gives up the lane; both is told by bits of one word. */
    private void closeWhenSpoiltIsMet(int lane, long position) {
        while (queue.consumerPosition(lane) < position) {
            Failpoints.pause();
        }
        queue.close();
        hasClosed = true;
    }

    private void claimAndCommit(int patience) {
        int length = length();
        long at = claim(length);
        if (at < 0) {
            return;
        }
        int sequence = enter(length, 1);
        Message.write(producer.data(), at, length, salt, slot, sequence);
        for (int i = 0; i < patience; i++) {
            Failpoints.pause();
        }
        checkUntouched(at, length, sequence);
        ledger.state(sequence, 1, SentLedger.MAY);
        producer.commit();
        ledger.state(sequence, 1, SentLedger.MUST);
    }

    private void claimAndAbort() {
        int length = length();
        long at = claim(length);
        if (at >= 0) {
            int sequence = enter(length, 1);
            Message.write(producer.data(), at, length, salt, slot, sequence);
            // Not each time: whoever reads his payload again sees to it that it is there before the claim is given back.
            if (random.nextBoolean()) {
                checkUntouched(at, length, sequence);
            }
            producer.abort();
            // The consumer may pass, and others come round, before this side does anything else.
            for (int i = random.nextBoolean() ? 0 : random.nextInt(60); i > 0; i--) {
                Failpoints.pause();
            }
        }
    }

    /** A claim stays open while one behind it is committed; neither can be seen before the first is ended. */
    private void nested() {
        if (!(producer instanceof SpscProducer nesting)) {
            claimAndAbort();
            return;
        }
        int outerLength = length();
        long outer = claim(outerLength);
        if (outer < 0) {
            return;
        }
        int outerSequence = enter(outerLength, 1);
        Message.write(producer.data(), outer, outerLength, salt, slot, outerSequence);
        nesting.setAside();
        int innerLength = length();
        // Once: the consumer waits at the outer claim, so there may never be room.
        long inner = producer.tryClaim(Message.type(slot, ledger.count()), innerLength);
        if (inner >= 0) {
            int innerSequence = enter(innerLength, 1);
            Message.write(producer.data(), inner, innerLength, salt, slot, innerSequence);
            ledger.state(innerSequence, 1, SentLedger.MAY);
            nesting.commit(inner);
            endOuter(nesting, outer, outerSequence);
            ledger.state(innerSequence, 1, SentLedger.MUST);
        } else {
            isRefused(inner);
            endOuter(nesting, outer, outerSequence);
        }
    }

    private void endOuter(SpscProducer nesting, long outer, int sequence) {
        if (random.nextInt(3) == 0) {
            nesting.abort(outer);
        } else {
            ledger.state(sequence, 1, SentLedger.MAY);
            nesting.commit(outer);
            ledger.state(sequence, 1, SentLedger.MUST);
        }
    }

    private void batch() {
        int count = 2 + random.nextInt(4);
        long room = queue.capacity() / 4 / count & -queue.alignment();
        int length = Long.BYTES + random.nextInt((int) Math.max(1, room - 2 * Long.BYTES + 1));
        if (producer.stride(length) * count > queue.capacity() / 4) {
            return;
        }
        long at = producer.tryClaimBatch(Message.type(slot, ledger.count()), length, count);
        if (isRefused(at)) {
            Failpoints.pause();
            return;
        }
        int first = enter(length, count);
        for (int i = 0; i < count; i++) {
            Message.write(producer.data(), at + i * producer.stride(length), length, salt, slot, first + i);
        }
        for (int i = 0; i < count; i++) {
            checkUntouched(at + i * producer.stride(length), length, first + i);
        }
        ledger.state(first, count, SentLedger.MAY);
        producer.commit();
        ledger.state(first, count, SentLedger.MUST);
    }

    private void offer(boolean gather) {
        int length = length();
        int sequence = enter(length, 1);
        MemorySegment source = MemorySegment.ofArray(new long[length / Long.BYTES + 1]);
        Message.write(source, 0, length, salt, slot, sequence);
        ledger.state(sequence, 1, SentLedger.MAY);
        int cut = random.nextInt(length + 1);
        while (true) {
            int type = Message.type(slot, sequence);
            long result = gather
                    ? producer.offer(type, source.asSlice(0, cut), source.asSlice(cut, length - cut))
                    : producer.offer(type, source, 0, length);
            if (result >= 0) {
                ledger.state(sequence, 1, SentLedger.MUST);
                return;
            }
            if (isRefused(result) && (closed || random.nextInt(8) == 0)) {
                ledger.state(sequence, 1, SentLedger.NEVER);
                return;
            }
            Failpoints.pause();
        }
    }

    /** An open claim is nobody else's: not its payload, nor its header, which is zero in the first record of a claim. */
    private void checkUntouched(long at, int length, int sequence) {
        long header = producer.data().get(ValueLayout.JAVA_LONG_UNALIGNED, at - Long.BYTES);
        boolean first = ledger.firstOfBatch(sequence) == sequence;
        if (first && header != 0 || !Message.matches(producer.data(), at, length, salt, slot, sequence)) {
            throw new Violation("live producer " + slot + " was overrun: message " + sequence + " in its open claim at "
                    + "offset " + at + " was written by somebody else, header 0x" + Long.toHexString(header));
        }
    }
}
