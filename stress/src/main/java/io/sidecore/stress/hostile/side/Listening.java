package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import java.lang.foreign.MemorySegment;

/** A reading side of a broadcast ring. */
final class Listening extends Side {
    private BroadcastRing ring;
    private BroadcastReader reader;
    /** Sequence number of the last message before this reader joined. */
    private long joined;
    private long delivered;

    Listening(Post post) {
        super(post);
    }

    @Override
    void attach() throws RegionException {
        ring = BroadcastRing.attach(post().file());
    }

    @Override
    void open() {
        reader = random().nextBoolean() ? ring.reader() : ring.readerFromLatest();
        joined = reader.sequence();
        delivered = 0;
    }

    @Override
    void act() {
        int limit = random().nextBoolean() ? 1 + random().nextInt(16) : Integer.MAX_VALUE;
        long missed = reader.missed();
        try {
            int messages = reader.poll(this::receive, limit);
            Rules.check(messages >= 0 && messages <= limit, "a poll hands over " + limit + " messages at most",
                    messages);
        } finally {
            Rules.check(reader.missed() >= missed, "misses are never taken back", missed + ", then " + reader.missed());
            Rules.check(delivered + reader.missed() == reader.sequence() - joined,
                    "delivered and missed are all there were",
                    delivered + " and " + reader.missed() + " from " + joined + " to " + reader.sequence());
        }
    }

    private void receive(int type, MemorySegment segment, long offset, int length) {
        delivered++;
        boolean intact = Rules.isIntact(type, segment, offset, length, ring.maxMessageLength(), post().salt());
        count(intact ? Event.INTACT : Event.FORGED);
        if (random().nextInt(64) == 0) {
            throw new HandlerFailed();
        }
    }

    @Override
    void close() {
        // A reader has nothing to close.
    }
}
