package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
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

/** A writer of a latest value that does everything a writer can do, in an order that its seed decides. */
final class WriterRole implements Role {
    private final Post post;
    private final SentLedger ledger;
    private final SplittableRandom random;

    private LatestValue value;
    private LatestValueWriter writer;

    WriterRole(Post post) {
        this.post = post;
        this.ledger = new SentLedger(post.ledger());
        this.random = post.random();
    }

    /** Writes what is left of the quota, and goes on more slowly while somebody needs it. */
    @Override
    public void live() throws RegionException {
        value = LatestValue.attach(post.file());
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
            claim(enter());
        }
        writer.close();
    }

    @Override
    public boolean isDone() {
        return ledger.count() == ledger.capacity() || ledger.count() >= post.quota() && post.over().getAsBoolean();
    }

    private void open() {
        writer = Attempts.untilFree(value::writer);
    }

    private void act() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> claimAndCommit(0);
            case 5, 6 -> claimAndCommit(random.nextInt(60));
            case 7, 8, 9, 10 -> write();
            case 11, 12 -> claimAndAbort();
            case 13 -> writer.heartbeat();
            case 14 -> Pauses.some(random, 100);
            default -> {
                close();
                open();
            }
        }
    }

    private int enter() {
        return ledger.next(value.length(), 1, writer.sequence() + 1, 0);
    }

    private long claim(int sequence) {
        long at = writer.claim();
        Message.write(value.data(), at, value.length(), post.salt(), 0, sequence);
        return at;
    }

    private void claimAndCommit(int patience) {
        int sequence = enter();
        long at = claim(sequence);
        for (int i = 0; i < patience; i++) {
            Failpoints.pause();
        }
        if (!Message.matches(value.data(), at, value.length(), post.salt(), 0, sequence)) {
            throw new Violation("the live writer was overrun: value " + sequence + " in its open claim at offset " + at
                    + " was written by somebody else");
        }
        ledger.state(sequence, 1, SentLedger.MAY);
        published(sequence, writer.commit());
    }

    private void published(int sequence, long number) {
        if (number != ledger.number(sequence)) {
            throw new Violation("value " + sequence + " was published as " + number + ", not as "
                    + ledger.number(sequence));
        }
        ledger.state(sequence, 1, SentLedger.MUST);
        ledger.settle(number);
    }

    private void claimAndAbort() {
        claim(enter());
        writer.abort();
    }

    private void write() {
        int sequence = enter();
        int length = value.length();
        MemorySegment source = MemorySegment.ofArray(new long[length / Long.BYTES + 2]);
        int offset = random.nextInt(Long.BYTES);
        Message.write(source, offset, length, post.salt(), 0, sequence);
        ledger.state(sequence, 1, SentLedger.MAY);
        published(sequence, writer.write(source, offset));
    }
}
