package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.InspectedRecord.State;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroadcastInspectionTest {
    private static final int TYPE = 7;
    private static final int CAPACITY = 1024;

    @TempDir
    Path folder;
    private BroadcastRing ring;

    private BroadcastPublisher publisher(int alignment) throws IOException {
        ring = BroadcastRing.create(folder.resolve("ring"), CAPACITY, alignment);
        return ring.publisher();
    }

    private static void publish(BroadcastPublisher publisher, int messages) {
        for (int i = 0; i < messages; i++) {
            publisher.claim(TYPE, 8);
            publisher.commit();
        }
    }

    private void set(long offset, long value) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, offset, value);
    }

    private void inspect(Consumer<BroadcastInspection> look) throws IOException {
        try (RegionInspection region = SharedMemory.inspect(folder.resolve("ring"))) {
            look.accept(new BroadcastInspection(region));
        }
    }

    /** What a dump does: from the oldest on, each record. */
    private static List<InspectedRecord> messages(BroadcastInspection inspection) {
        List<InspectedRecord> messages = new ArrayList<>();
        long at = inspection.oldest();
        for (InspectedRecord record; (record = inspection.read(at, CAPACITY)).state() != State.END; at = record.end()) {
            assertThat(record.state()).as(record.fault()).isIn(State.MESSAGE, State.PADDING);
            if (record.state() == State.MESSAGE) {
                messages.add(record);
            }
        }
        return messages;
    }

    @Test
    void ringThatWasNeverPublishedToIsEmpty() throws IOException {
        publisher(64);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.newest().state()).isEqualTo(State.END);
            assertThat(inspection.oldest()).isZero();
            assertThat(inspection.retainedFrom()).isZero();
            assertThat(inspection.openClaim()).isEmpty();
            assertThat(messages(inspection)).isEmpty();
        });
    }

    /** Every message that was published, with where it starts; what starts a capacity before the intent or earlier is gone. */
    private record Published(long position, long sequence, byte[] payload) {}

    @ParameterizedTest
    @CsvSource({"1,16", "2,32", "3,64", "4,128"})
    void everyMessageThatIsWholeIsFoundOldestFirst(int seed, int alignment) throws IOException {
        Random random = new Random(seed);
        BroadcastPublisher publisher = publisher(alignment);
        List<Published> all = new ArrayList<>();
        for (int round = 0; round < 400; round++) {
            byte[] payload = new byte[random.nextInt(ring.maxMessageLength() + 1)];
            random.nextBytes(payload);
            long sequence = publisher.offer(TYPE, MemorySegment.ofArray(payload));
            long position = publisher.position() - (payload.length + 16 + alignment - 1 & -alignment);
            all.add(new Published(position, sequence, payload));
            if (random.nextInt(4) == 0) {
                publisher.claim(TYPE, random.nextInt(ring.maxMessageLength()));
                publisher.abort();
            }
            inspect(inspection -> {
                assertThat(inspection.faults()).isEmpty();
                List<Published> whole = all.stream().filter(p -> inspection.intent() - p.position <= CAPACITY).toList();
                List<InspectedRecord> found = messages(inspection);
                assertThat(found.stream().map(InspectedRecord::sequence))
                        .containsExactlyElementsOf(whole.stream().map(Published::sequence).toList());
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i).payload()).isEqualTo(whole.get(i).payload);
                    assertThat(found.get(i).position()).isEqualTo(whole.get(i).position);
                }
                assertThat(inspection.newest().sequence()).isEqualTo(sequence);
            });
        }
    }

    @Test
    void claimOfThePublisherIsSeenUntilAsMuchIsPublished() throws IOException {
        BroadcastPublisher publisher = publisher(64);
        publish(publisher, 1);
        publisher.claim(TYPE, 100);
        inspect(inspection -> {
            InspectedRecord claim = inspection.openClaim().orElseThrow();
            assertThat(claim.state()).isEqualTo(State.OPEN_CLAIM);
            assertThat(claim.position()).isEqualTo(64);
            assertThat(claim.length()).isEqualTo(128);
            assertThat(claim.claimants().stream().map(PartySnapshot::pid))
                    .containsExactly(ProcessHandle.current().pid());
            assertThat(inspection.faults()).isEmpty();
        });
        publisher.abort();
        inspect(inspection -> assertThat(inspection.openClaim()).as("nobody can tell").isPresent());
        publish(publisher, 2);
        inspect(inspection -> assertThat(inspection.openClaim()).isEmpty());
    }

    @Test
    void overwrittenRecordIsOvertakenByTheNewest() throws IOException {
        publish(publisher(64), 20);
        inspect(inspection -> {
            assertThat(inspection.read(192, 8).state()).isEqualTo(State.OVERTAKEN);
            assertThat(inspection.read(192, 8).end()).isEqualTo(19 * 64);
            assertThat(inspection.read(256, 8).sequence()).isEqualTo(4);
            assertThat(inspection.read(20 * 64, 8).state()).isEqualTo(State.END);
        });
    }

    @Test
    void snapshotStaysAsTheRingWas() throws IOException {
        BroadcastPublisher publisher = publisher(64);
        publish(publisher, 20);
        publisher.claim(TYPE, 100);
        inspect(inspection -> {
            BroadcastInspection snapshot = inspection.snapshot();
            publisher.commit();
            publish(publisher, 20);
            assertThat(messages(snapshot).stream().map(InspectedRecord::sequence)).as("the claim has cost two")
                    .containsExactlyElementsOf(java.util.stream.LongStream.range(6, 20).boxed().toList());
            assertThat(snapshot.read(256, 8).state()).isEqualTo(State.OVERTAKEN);
            assertThat(snapshot.openClaim().orElseThrow().position()).isEqualTo(20 * 64);
        });
    }

    @Test
    void newestIsFoundWhereThePublisherDiedBeforeItCouldNameIt() throws IOException {
        publish(publisher(64), 5);
        set(RegionHeader.BROADCAST_LATEST, 3 * 64);
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.retainedFrom()).as("nothing is overwritten yet").isZero();
            assertThat(inspection.newest().position()).isEqualTo(4 * 64);
            assertThat(inspection.newest().sequence()).isEqualTo(4);
            assertThat(messages(inspection)).hasSize(5);
        });
    }

    @Test
    void bytesThatOnlyLookLikeARecordAreNoOldestOne() throws IOException {
        BroadcastPublisher publisher = publisher(64);
        for (int i = 0; i < 9; i++) {
            long[] payload = new long[24];
            for (int at = 6; at < payload.length; at += 8) {
                // Where a unit begins: a header that leads to the next unit, of the right message even.
                payload[at] = 64 | (long) TYPE << 32;
                payload[at + 1] = 1000 + i;
            }
            publisher.offer(TYPE, MemorySegment.ofArray(payload));
        }
        publish(publisher, 1);
        inspect(inspection -> assertThat(messages(inspection).stream().map(InspectedRecord::sequence))
                .containsExactly(6L, 7L, 8L, 9L));
    }

    @Test
    void recordsThatLeadPastTheNewestAreNone() throws IOException {
        BroadcastPublisher publisher = publisher(64);
        int messages = 12;
        for (int i = 0; i < messages; i++) {
            long[] payload = new long[30];
            // In the last of four units: a header that leads to the same place of the next message.
            payload[22] = (i == messages - 1 ? 64 : 256) | (long) TYPE << 32;
            payload[23] = i;
            publisher.offer(TYPE, MemorySegment.ofArray(payload));
        }
        publisher.claim(TYPE, 8);
        inspect(inspection -> assertThat(inspection.oldest()).isEqualTo(9 * 256));
    }

    @ParameterizedTest
    @CsvSource({"512, 7, tail intent 7 is not that of a record", "640, 7, tail 7 is not", "768, 7, latest 7 is not",
            "512, 0, contradict", "512, 896, contradict", "640, 1024, contradict", "640, 0, contradict",
            "768, 384, contradict", "768, -576, contradict", "512, -9223372036854775808, contradict",
            "32, 4294967304, alignment 8: must be", "16, 1000, capacity 1000: must be"})
    void impossiblePositionsAreFaults(int offset, long value, String fault) throws IOException {
        publish(publisher(64), 5);
        set(offset, value);
        inspect(inspection -> assertThat(inspection.faults().getLast()).contains(fault));
    }

    @ParameterizedTest
    @CsvSource({"15, 7", "273, 7", "32, 0", "32, -2", "192, -1", "512, -1"})
    void recordThatNoPublisherWritesIsCorrupt(int length, int type) throws IOException {
        publish(publisher(64), 5);
        set(RegionHeader.LENGTH + 128, (long) type << 32 | length);
        inspect(inspection -> {
            assertThat(inspection.read(128, 8).state()).isEqualTo(State.CORRUPT);
            assertThat(inspection.read(128, 8).fault()).contains("length " + length, "sequence number 2");
            assertThat(inspection.oldest()).as("the chain breaks before the bad one").isEqualTo(192);
        });
    }

    @Test
    void recordThatReachesPastTheTailIsCorrupt() throws IOException {
        publish(publisher(64), 5);
        set(RegionHeader.LENGTH + 256, (long) TYPE << 32 | 128);
        inspect(inspection -> {
            assertThat(inspection.read(256, 8).state()).isEqualTo(State.CORRUPT);
            assertThat(inspection.newest().state()).isEqualTo(State.CORRUPT);
        });
    }

    @Test
    void unalignedPositionIsCorruptAndAFaultyHeaderReadsNothing() throws IOException {
        publisher(64);
        inspect(inspection -> assertThat(inspection.read(7, 8).fault()).contains("not that of a record"));
        set(16, 1000);
        inspect(inspection -> assertThatThrownBy(() -> inspection.read(0, 8))
                .isInstanceOf(IllegalStateException.class));
    }

    private volatile boolean stopped;
    private volatile long published;

    @Test
    void liveRingShowsWholeMessagesOnlyAndHasNoFaults() throws Exception {
        BroadcastPublisher publisher = publisher(64);
        Thread publishing = Thread.ofPlatform().start(() -> {
            byte[][] payloads = new byte[26][];
            for (int i = 0; i < payloads.length; i++) {
                payloads[i] = new byte[i * 9];
                Arrays.fill(payloads[i], (byte) i);
            }
            for (int i = 0; !stopped; i++) {
                publisher.offer(TYPE, MemorySegment.ofArray(payloads[i % 26]));
                published = publisher.published();
                if (i % 64 == 0) {
                    // Now and then time enough to look at more than the newest.
                    for (int spin = 0; spin < 20_000; spin++) {
                        Thread.onSpinWait();
                    }
                }
            }
        });
        try {
            int[] seen = {0};
            inspect(inspection -> {
                for (int i = 0; i < 20_000 || seen[0] < 1000; i++) {
                    assertThat(inspection.faults()).isEmpty();
                    long least = published;
                    InspectedRecord newest = inspection.newest();
                    assertThat(newest.state()).as(newest.fault()).isNotEqualTo(State.CORRUPT);
                    if (newest.state() == State.MESSAGE) {
                        assertThat(newest.sequence() + 1).isGreaterThanOrEqualTo(least);
                    }
                    BroadcastInspection at = i % 2 == 0 ? inspection : inspection.snapshot();
                    InspectedRecord record = at.read(at.oldest(), CAPACITY);
                    assertThat(record.state()).as(record.fault()).isNotEqualTo(State.CORRUPT);
                    if (record.state() == State.MESSAGE) {
                        assertThat(record.length()).isEqualTo(record.sequence() % 26 * 9);
                        for (byte each : record.payload()) {
                            assertThat(each).isEqualTo((byte) (record.sequence() % 26));
                        }
                        seen[0]++;
                    }
                }
            });
        } finally {
            stopped = true;
            publishing.join();
        }
    }
}
