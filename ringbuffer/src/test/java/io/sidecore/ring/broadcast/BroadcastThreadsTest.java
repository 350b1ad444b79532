package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastThreadsTest {
    private static final class Reading {
        final BroadcastReader reader;
        long delivered;
        long last = -1;
        String wrong;

        Reading(BroadcastRing ring) {
            this.reader = ring.reader();
        }

        void run(AtomicBoolean ended) {
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
            if (number <= last || number != reader.sequence() || length != length(number) || type != 1 + number % 100) {
                wrong = "message " + number + " follows " + last + " with length " + length + " and type " + type;
            }
            last = number;
            delivered++;
        }
    }

    private static int length(long number) {
        return (int) (8 + number * 7919 % 29 * 8);
    }

    @ParameterizedTest
    @CsvSource({"1024,16,1000000", "4096,64,1000000", "65536,64,300000"})
    void everyMessageArrivesWholeOrIsCounted(long capacity, int alignment, int count) throws InterruptedException {
        BroadcastRing ring = BroadcastRing.anonymous(capacity, alignment);
        List<Reading> readings = List.of(new Reading(ring), new Reading(ring));
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (Reading reading : readings) {
            threads.add(Thread.ofPlatform().start(() -> reading.run(ended)));
        }
        BroadcastPublisher publisher = ring.publisher();
        for (long number = 0; number < count; number++) {
            int length = length(number);
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
}
