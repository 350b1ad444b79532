package io.sidecore.stress.hostile.side;

import io.sidecore.memory.RegionException;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueReader;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.stress.crash.trial.Message;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Both sides of a latest value. */
final class ValueSides {
    /** Bytes behind a target that no read may touch. */
    private static final int GUARD = 16;
    private static final byte UNTOUCHED = 0x5A;

    private ValueSides() {}

    /** The writing side. */
    static final class Writing extends Side {
        private LatestValue value;
        private LatestValueWriter writer;
        private long sequence;

        Writing(Post post) {
            super(post);
        }

        @Override
        void attach() throws RegionException {
            value = LatestValue.attach(post().file());
        }

        @Override
        void open() {
            writer = value.writer();
            sequence = writer.sequence();
        }

        @Override
        void act() {
            long at = writer.claim();
            Rules.checkWithin("a slot was given", at, value.length(), value.data().byteSize());
            Message.write(value.data(), at, value.length(), post().salt(), 0, (int) sequence + 1);
            if (random().nextInt(8) == 0) {
                writer.abort();
                writer.heartbeat();
            } else {
                long number = writer.commit();
                Rules.check(number == ++sequence, "sequence numbers have no gap, " + sequence + " is next", number);
                count(Event.SENT);
            }
        }

        @Override
        void close() {
            writer.close();
        }
    }

    /** A reading side. */
    static final class Reading extends Side {
        private LatestValue value;
        private LatestValueReader reader;
        private MemorySegment target;
        private long seen;

        Reading(Post post) {
            super(post);
        }

        @Override
        void attach() throws RegionException {
            value = LatestValue.attach(post().file());
            target = MemorySegment.ofArray(new byte[value.length() + GUARD]);
            target.asSlice(value.length()).fill(UNTOUCHED);
        }

        @Override
        void open() {
            reader = value.reader();
            seen = LatestValue.NONE;
        }

        @Override
        void act() {
            long number = random().nextBoolean() ? reader.read(target) : reader.readIfNewer(seen, target);
            for (int i = 0; i < GUARD; i++) {
                byte found = target.get(ValueLayout.JAVA_BYTE, value.length() + i);
                Rules.check(found == UNTOUCHED, "a read writes no more than a value", found);
            }
            Rules.check(number >= LatestValue.OVERTAKEN, "a read returns a number or one of two codes", number);
            if (number == LatestValue.OVERTAKEN) {
                count(Event.REFUSED);
            } else if (number != LatestValue.NONE) {
                seen = number;
                boolean intact = Message.matches(target, 0, value.length(), post().salt(), 0, (int) number);
                count(intact ? Event.INTACT : Event.FORGED);
            }
        }

        @Override
        void close() {
            // A reader has nothing to close.
        }
    }
}
