package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.stress.crash.trial.Attempts;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A publisher that does everything a publisher can do, in an order that its seed decides. */
final class PublisherRole implements Role {
    private final Post post;
    private final SentLedger ledger;
    private final SplittableRandom random;
    /** Three messages of the largest size and one more are a lap. */
    private final boolean large;

    private BroadcastRing ring;
    private BroadcastPublisher publisher;

    PublisherRole(Post post) {
        this.post = post;
        this.ledger = new SentLedger(post.ledger());
        this.random = post.random();
        this.large = random.nextInt(4) == 0;
    }

    /** Publishes what is left of the quota, and goes on more slowly while somebody needs it. */
    @Override
    public void live() throws RegionException {
        ring = BroadcastRing.attach(post.file());
        open();
        new LifeSigns(post.ledger()).begin();
        while (!isDone()) {
            act();
            if (ledger.count() >= post.quota()) {
                Failpoints.pause();
            }
        }
        close();
    }

    /** A claim that is open then is given up. */
    private void close() {
        if (random.nextInt(3) == 0 && ledger.count() < ledger.capacity()) {
            int length = length();
            claim(length, enter(length));
        }
        publisher.close();
    }

    @Override
    public boolean isDone() {
        return ledger.count() == ledger.capacity() || ledger.count() >= post.quota() && post.over().getAsBoolean();
    }

    private void open() {
        publisher = Attempts.untilFree(ring::publisher);
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> claimAndCommit(0);
            case 6, 7, 8, 9 -> offer(false);
            case 10, 11 -> offer(true);
            case 12, 13 -> claimAndAbort();
            case 14, 15 -> claimAndCommit(random.nextInt(60));
            case 16 -> publisher.heartbeat();
            case 17, 18 -> Pauses.some(random, 100);
            default -> {
                close();
                open();
            }
        }
    }

    private int length() {
        int max = ring.maxMessageLength();
        if (large && random.nextInt(4) != 0) {
            return max;
        }
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(9);
            case 1 -> random.nextInt(max + 1);
            case 2 -> max;
            default -> random.nextInt(Math.min(max, 120) + 1);
        };
    }

    private int enter(int length) {
        return ledger.next(length, 1, publisher.published(), publisher.position());
    }

    private long claim(int length, int sequence) {
        long at = publisher.claim(Message.type(0, sequence), length);
        Message.write(ring.data(), at, length, post.salt(), 0, sequence);
        return at;
    }

    private void claimAndCommit(int patience) {
        int length = length();
        int sequence = enter(length);
        long at = claim(length, sequence);
        for (int i = 0; i < patience; i++) {
            Failpoints.pause();
        }
        if (!Message.matches(ring.data(), at, length, post.salt(), 0, sequence)) {
            throw new Violation("the live publisher was overrun: message " + sequence + " in its open claim at offset "
                    + at + " was written by somebody else");
        }
        ledger.state(sequence, 1, SentLedger.MAY);
        published(sequence, publisher.commit());
    }

    private void published(int sequence, long number) {
        if (number != ledger.number(sequence)) {
            throw new Violation("message " + sequence + " was published as " + number + ", not as "
                    + ledger.number(sequence));
        }
        ledger.state(sequence, 1, SentLedger.MUST);
        ledger.settle(number);
    }

    private void claimAndAbort() {
        int length = length();
        claim(length, enter(length));
        publisher.abort();
    }

    private void offer(boolean gather) {
        int length = length();
        int sequence = enter(length);
        MemorySegment source = MemorySegment.ofArray(new long[length / Long.BYTES + 1]);
        Message.write(source, 0, length, post.salt(), 0, sequence);
        ledger.state(sequence, 1, SentLedger.MAY);
        int type = Message.type(0, sequence);
        int cut = random.nextInt(length + 1);
        published(sequence, gather
                ? publisher.offer(type, source.asSlice(0, cut), source.asSlice(cut, length - cut))
                : publisher.offer(type, source, 0, length));
    }
}
