package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ring against a model of a few lines, which knows what was published and how far memory may have been written. */
class BroadcastModelTest {
    private record Message(long start, long end, byte[] payload) {}

    private final List<Message> published = new ArrayList<>();
    private long tail;
    private long intent;

    private void take(long capacity, int alignment, int length) {
        long bytes = (length + 16 + alignment - 1) / alignment * alignment;
        long left = capacity - tail % capacity;
        claimStart = bytes > left ? tail + left : tail;
        claimEnd = claimStart + bytes;
        intent = Math.max(intent, claimEnd);
    }

    private long claimStart;
    private long claimEnd;

    private void commit(byte[] payload) {
        published.add(new Message(claimStart, claimEnd, payload));
        tail = claimEnd;
    }

    /** A reader of the model: what it should deliver is decided from positions alone. */
    private final class Expected {
        private final BroadcastReader reader;
        private long position;
        private int next;
        private long missed;
        private long delivered;

        Expected(BroadcastReader reader) {
            this.reader = reader;
            this.position = tail;
            this.next = published.size();
        }

        void poll(long capacity, int limit) {
            List<byte[]> expected = new ArrayList<>();
            while (expected.size() < limit && position < tail) {
                if (intent - position > capacity) {
                    missed += published.size() - 1 - next;
                    next = published.size() - 1;
                }
                Message message = published.get(next++);
                expected.add(message.payload);
                position = message.end;
            }
            List<byte[]> actual = new ArrayList<>();
            int polled = reader.poll((t, s, o, l) -> {
                assertThat(t).isEqualTo(l + 1);
                actual.add(s.asSlice(o, l).toArray(ValueLayout.JAVA_BYTE));
            }, limit);
            assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
            delivered += polled;
            assertThat(polled).isEqualTo(expected.size());
            assertThat(reader.missed()).isEqualTo(missed);
            assertThat(reader.position()).isEqualTo(position);
            assertThat(reader.sequence()).isEqualTo(next - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1024,16,1", "1024,64,2", "1024,128,3", "4096,16,4", "4096,64,5", "16384,32,6"})
    void everyMessageIsDeliveredOrCountedAsTheModelSays(long capacity, int alignment, int seed) {
        Random random = new Random(seed);
        BroadcastRing ring = BroadcastRing.anonymous(capacity, alignment);
        BroadcastPublisher publisher = Successor.publisher(ring);
        List<Expected> readers = new ArrayList<>();
        List<Integer> joined = new ArrayList<>();
        for (int step = 0; step < 6000; step++) {
            if (step % 1000 == 0) {
                readers.add(new Expected(ring.reader()));
                joined.add(published.size());
            }
            switch (random.nextInt(20)) {
                case 0 -> {
                    long at = claim(publisher, ring, random);
                    ring.data().asSlice(at, claimLength).fill((byte) 0x55);
                    publisher.abort();
                }
                case 1 -> {
                    long at = claim(publisher, ring, random);
                    ring.data().asSlice(at, claimLength).fill((byte) 0x66);
                    publisher = Successor.publisher(ring);
                    assertThat(publisher.published()).isEqualTo(published.size());
                }
                case 2, 3, 4 -> {
                    Expected reader = readers.get(random.nextInt(readers.size()));
                    reader.poll(capacity, random.nextInt(1, 30));
                }
                default -> {
                    int length = length(ring, random);
                    byte[] payload = new byte[length];
                    random.nextBytes(payload);
                    take(capacity, alignment, length);
                    MemorySegment source = MemorySegment.ofArray(payload);
                    int split = random.nextInt(length + 1);
                    long sequence = random.nextBoolean()
                            ? publisher.offer(length + 1, source, 0, length)
                            : publisher.offer(length + 1, source.asSlice(0, split), source.asSlice(split));
                    assertThat(sequence).isEqualTo(published.size());
                    commit(payload);
                }
            }
        }
        for (int i = 0; i < readers.size(); i++) {
            Expected reader = readers.get(i);
            reader.poll(capacity, Integer.MAX_VALUE);
            assertThat(reader.delivered + reader.reader.missed()).isEqualTo(published.size() - joined.get(i));
            assertThat(reader.missed).as("the test laps its readers").isPositive();
        }
    }

    private int claimLength;

    private long claim(BroadcastPublisher publisher, BroadcastRing ring, Random random) {
        claimLength = length(ring, random);
        take(ring.capacity(), ring.alignment(), claimLength);
        return publisher.claim(1, claimLength);
    }

    private static int length(BroadcastRing ring, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> ring.maxMessageLength();
            case 1 -> 0;
            default -> random.nextInt(ring.maxMessageLength() / 2);
        };
    }
}
