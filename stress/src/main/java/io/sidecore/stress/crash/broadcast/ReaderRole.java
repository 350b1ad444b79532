package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.stress.crash.trial.HandlerFailed;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** A reader of a broadcast ring, now quick, now slow, as its seed decides. */
final class ReaderRole implements Role {
    private final Post post;
    private final SeenLedger ledger;
    private final SentLedger sent;
    private final SplittableRandom random;

    private BroadcastRing ring;
    private BroadcastReader reader;

    ReaderRole(Post post) {
        this.post = post;
        this.ledger = new SeenLedger(post.ledger());
        this.sent = new SentLedger(post.sent());
        this.random = post.random();
    }

    /** Reads until the publisher is gone and everything is read. */
    @Override
    public void live() throws RegionException {
        ring = BroadcastRing.attach(post.file());
        join();
        new LifeSigns(post.ledger()).begin();
        while (true) {
            // In this order: what was published before is then found by the poll.
            boolean gone = post.over().getAsBoolean();
            int messages = poll();
            if (messages == 0 && gone && reader.position() == ring.position()) {
                break;
            }
            if (random.nextInt(40) == 0) {
                Pauses.some(random, 500);
            } else if (random.nextInt(200) == 0) {
                join();
            } else if (messages == 0) {
                Failpoints.pause();
            }
        }
        ledger.left(reader.sequence(), reader.missed());
    }

    @Override
    public boolean isDone() {
        return false;
    }

    private void join() {
        long settled = sent.settled();
        boolean latest = random.nextBoolean();
        reader = latest ? ring.readerFromLatest() : ring.reader();
        ledger.joined(reader.sequence());
        if (reader.sequence() < (latest ? settled - 1 : settled)) {
            throw new Violation("joined behind message " + reader.sequence() + ", though " + settled
                    + " had been published");
        }
    }

    private int poll() {
        int before = ledger.count();
        try {
            reader.poll(this::read, 1 + random.nextInt(random.nextBoolean() ? 3 : 20));
        } catch (HandlerFailed e) {
            // What it threw on counts as read.
        }
        return ledger.count() - before;
    }

    private void read(int type, MemorySegment segment, long offset, int length) {
        Failpoints.application();
        ledger.add(event(reader, post.salt(), type, segment, offset, length));
        Failpoints.application();
        if (random.nextInt(50) == 0) {
            throw new HandlerFailed();
        }
    }

    /** What a handler can say of its message. */
    static SeenLedger.Event event(BroadcastReader reader, long salt, int type, MemorySegment segment, long offset,
            int length) {
        int slot = Message.slot(type);
        int sequence = Message.sequence(type, segment, offset, length);
        return new SeenLedger.Event(SeenLedger.What.READ, reader.sequence(), slot, sequence, length, reader.missed(),
                Message.matches(segment, offset, length, salt, slot, sequence));
    }
}
