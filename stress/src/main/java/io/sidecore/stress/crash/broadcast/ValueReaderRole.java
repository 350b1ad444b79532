package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueReader;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A reader of a latest value, now quick, now slow, as its seed decides. */
final class ValueReaderRole implements Role {
    private final Post post;
    private final SeenLedger ledger;
    private final SentLedger sent;
    private final SplittableRandom random;

    private LatestValue value;
    private LatestValueReader reader;
    private MemorySegment copy;
    /** Number of the value that this life has read last. */
    private long last;
    private SeenLedger.Event latest;

    ValueReaderRole(Post post) {
        this.post = post;
        this.ledger = new SeenLedger(post.ledger());
        this.sent = new SentLedger(post.sent());
        this.random = post.random();
    }

    /** Reads until the writer is gone and the newest value is read. */
    @Override
    public void live() throws RegionException {
        value = LatestValue.attach(post.file());
        reader = value.reader();
        copy = MemorySegment.ofArray(new long[value.length() / Long.BYTES + 1]);
        last = LatestValue.NONE;
        ledger.joined(last);
        new LifeSigns(post.ledger()).begin();
        while (true) {
            // In this order: what was published before is then found by the read.
            boolean gone = post.over().getAsBoolean();
            read(random.nextBoolean());
            if (gone && last == value.sequence()) {
                break;
            }
            if (random.nextInt(40) == 0) {
                Pauses.some(random, 300);
            } else {
                Failpoints.pause();
            }
        }
        ledger.left(last, 0);
    }

    @Override
    public boolean isDone() {
        return false;
    }

    private void read(boolean onlyNewer) {
        // The first number is 1.
        long settled = Math.max(sent.settled(), LatestValue.NONE);
        long number = onlyNewer ? reader.readIfNewer(last, copy) : reader.read(copy);
        Failpoints.application();
        if (number == LatestValue.OVERTAKEN) {
            return;
        }
        if (number == LatestValue.NONE && onlyNewer) {
            number = last;
        } else if (number != LatestValue.NONE) {
            note(event(number, copy, value.length(), post.salt()));
        }
        if (number < Math.max(last, settled)) {
            throw new Violation("stale: value " + number + " was read behind value " + last + ", and " + settled
                    + " had been published");
        }
        last = number;
        Failpoints.application();
    }

    /** The same value is read many times. */
    private void note(SeenLedger.Event event) {
        if (!event.equals(latest)) {
            ledger.add(event);
            latest = event;
        }
    }

    /** What a reader can say of its copy. */
    static SeenLedger.Event event(long number, MemorySegment copy, int length, long salt) {
        int sequence = Message.sequence(0, copy, 0, length);
        return new SeenLedger.Event(SeenLedger.What.READ, number, 0, sequence, length, 0,
                Message.matches(copy, 0, length, salt, 0, sequence));
    }
}
