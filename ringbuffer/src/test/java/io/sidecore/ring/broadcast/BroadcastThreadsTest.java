package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastThreadsTest {
    private static final class Reading {
        final BroadcastReader reader;
        final int unit;
        long delivered;
        long last = -1;
        String wrong;

        Reading(BroadcastRing ring, int unit) {
            this.unit = unit;
            this.reader = ring.reader();
        }

        void run(AtomicBoolean ended) {
            try {
                read(ended);
            } catch (RuntimeException e) {
                wrong = e.toString();
            }
        }

        private void read(AtomicBoolean ended) {
            while (wrong == null) {
                // Read before the poll: what was published by then is polled below.
                boolean last = ended.get();
                if (reader.poll(this::check, 64) == 0) {
                    if (last) {
                        return;
                    }
                    Thread.onSpinWait();
                }
            }
        }

        private void check(int type, java.lang.foreign.MemorySegment segment, long offset, int length) {
            long number = segment.get(ValueLayout.JAVA_LONG, offset);
            for (int at = 8; at < length; at += 8) {
                if (segment.get(ValueLayout.JAVA_LONG, offset + at) != number * 31 + at) {
                    wrong = "message " + number + " of " + length + " bytes is torn at " + at;
                }
            }
            if (number <= last || number != reader.sequence() || length != length(number, unit)
                    || type != 1 + number % 100) {
                wrong = "message " + number + " follows " + last + " with length " + length + " and type " + type;
            }
            last = number;
            delivered++;
        }
    }

    private static int length(long number, int unit) {
        return (int) (8 + number * 7919 % 29 * unit);
    }

    @ParameterizedTest
    @CsvSource({"1024,16,8,1000000", "65536,64,8,300000", "16384,64,136,200000"})
    void everyMessageArrivesWholeOrIsCounted(long capacity, int alignment, int unit, int count)
            throws InterruptedException {
        BroadcastRing ring = BroadcastRing.anonymous(capacity, alignment);
        List<Reading> readings = List.of(new Reading(ring, unit), new Reading(ring, unit));
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (Reading reading : readings) {
            threads.add(Thread.ofPlatform().start(() -> reading.run(ended)));
        }
        BroadcastPublisher publisher = ring.publisher();
        for (long number = 0; number < count; number++) {
            int length = length(number, unit);
            long at = publisher.claim((int) (1 + number % 100), length);
            ring.data().set(ValueLayout.JAVA_LONG, at, number);
            for (int i = 8; i < length; i += 8) {
                ring.data().set(ValueLayout.JAVA_LONG, at + i, number * 31 + i);
            }
            publisher.commit();
        }
        ended.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Reading reading : readings) {
            assertThat(reading.wrong).isNull();
            assertThat(reading.delivered).isPositive();
            assertThat(reading.delivered + reading.reader.missed()).isEqualTo(count);
            assertThat(reading.last).isEqualTo(count - 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1024,16,3000000", "65536,64,1000000"})
    void readersThatJoinWhileMessagesArePublishedStartAtTheRightOne(long capacity, int alignment, int count)
            throws InterruptedException {
        BroadcastRing ring = BroadcastRing.anonymous(capacity, alignment);
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicBoolean ended = new AtomicBoolean();
        Thread joining = Thread.ofPlatform().start(() -> {
            for (int i = 0; wrong.get() == null && !ended.get(); i++) {
                try {
                    BroadcastReader reader = i % 2 == 0 ? ring.reader() : ring.readerFromLatest();
                    long joined = reader.sequence();
                    long[] delivered = {0};
                    reader.poll((t, s, o, l) -> {
                        delivered[0]++;
                        if (s.get(ValueLayout.JAVA_LONG, o) != reader.sequence()) {
                            wrong.set("sequence number " + reader.sequence());
                        }
                    }, 4);
                    if (joined + delivered[0] + reader.missed() != reader.sequence()) {
                        wrong.set("joined at " + joined + ", is at " + reader.sequence());
                    }
                } catch (RuntimeException e) {
                    wrong.set(e.toString());
                }
            }
        });
        BroadcastPublisher publisher = ring.publisher();
        for (long number = 0; number < count && wrong.get() == null; number++) {
            ring.data().set(ValueLayout.JAVA_LONG, publisher.claim(1, length(number, 8)), number);
            publisher.commit();
        }
        ended.set(true);
        joining.join();
        assertThat(wrong.get()).isNull();
    }
}
