package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.broadcast.InspectedValue.State;
import io.sidecore.ring.broadcast.LatestValueInspection.NextWrite;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatestValueInspectionTest {
    private static final int LENGTH = 40;
    private static final int SLOT = 128;

    @TempDir
    Path folder;
    private LatestValue value;

    private LatestValueWriter writer() throws IOException {
        value = LatestValue.create(folder.resolve("value"), LENGTH);
        return value.writer();
    }

    private static void write(LatestValueWriter writer, int values) {
        for (int i = 0; i < values; i++) {
            byte[] bytes = new byte[LENGTH];
            Arrays.fill(bytes, (byte) (writer.sequence() + 1));
            writer.write(MemorySegment.ofArray(bytes));
        }
    }

    private void set(long offset, long word) {
        value.memory().region().set(ValueLayout.JAVA_LONG, offset, word);
    }

    private void inspect(Consumer<LatestValueInspection> look) throws IOException {
        try (RegionInspection region = SharedMemory.inspect(folder.resolve("value"))) {
            look.accept(new LatestValueInspection(region));
        }
    }

    @Test
    void valueThatWasNeverWrittenIsNone() throws IOException {
        writer();
        inspect(inspection -> {
            assertThat(inspection.faults()).isEmpty();
            assertThat(inspection.length()).isEqualTo(LENGTH);
            assertThat(inspection.sequence()).isZero();
            assertThat(inspection.read(LENGTH).state()).isEqualTo(State.NONE);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 9})
    void newestValueIsCopiedWithItsNumber(int values) throws IOException {
        write(writer(), values);
        inspect(inspection -> {
            InspectedValue newest = inspection.read(1000);
            assertThat(newest.state()).isEqualTo(State.VALUE);
            assertThat(newest.sequence()).isEqualTo(values);
            assertThat(newest.bytes()).hasSize(LENGTH).containsOnly((byte) values);
            assertThat(inspection.read(3).bytes()).hasSize(3);
        });
    }

    @Test
    void claimOfTheWriterIsSeenAndTheNewestValueStays() throws IOException {
        LatestValueWriter writer = writer();
        write(writer, 5);
        inspect(inspection -> assertThat(inspection.next()).isEqualTo(NextWrite.NOT_BEGUN));
        writer.claim();
        inspect(inspection -> {
            assertThat(inspection.next()).isEqualTo(NextWrite.IN_WORK);
            assertThat(inspection.read(LENGTH).sequence()).isEqualTo(5);
            assertThat(inspection.faults()).isEmpty();
        });
        writer.abort();
        inspect(inspection -> assertThat(inspection.next()).as("nobody can tell").isEqualTo(NextWrite.IN_WORK));
        write(writer, 1);
        inspect(inspection -> assertThat(inspection.next()).isEqualTo(NextWrite.NOT_BEGUN));
    }

    @Test
    void nothingIsKnownOfASlotThatWasNeverUsed() throws IOException {
        LatestValueWriter writer = writer();
        write(writer, 3);
        inspect(inspection -> assertThat(inspection.next()).isEqualTo(NextWrite.UNKNOWN));
        write(writer, 1);
        inspect(inspection -> assertThat(inspection.next()).isEqualTo(NextWrite.NOT_BEGUN));
    }

    @Test
    void valueOfAWriterThatDiedBeforePublishingIsSeenAsSuch() throws IOException {
        write(writer(), 5);
        set(RegionHeader.LENGTH + 2 * SLOT, 6);
        inspect(inspection -> {
            assertThat(inspection.next()).isEqualTo(NextWrite.NOT_PUBLISHED);
            assertThat(inspection.read(LENGTH).sequence()).isEqualTo(5);
        });
    }

    @ParameterizedTest
    @CsvSource({"512, -1, out of range", "512, 4611686018427387904, out of range", "512, 7, is stamped 3",
            "8320, 9, is stamped 9", "640, 0, still being created", "640, -1, does not fit", "640, 65537, does not fit",
            "640, 200, does not fit", "16, 1024, file has"})
    void impossibleWordsAreFaults(int offset, long word, String fault) throws IOException {
        write(writer(), 5);
        set(offset, word);
        inspect(inspection -> assertThat(inspection.faults()).anySatisfy(each -> assertThat(each).contains(fault)));
    }

    @Test
    void faultyHeaderReadsNothing() throws IOException {
        writer();
        set(RegionHeader.VALUE_LENGTH, 1 << 20);
        inspect(inspection -> {
            assertThat(inspection.length()).isZero();
            assertThatThrownBy(() -> inspection.read(8)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(inspection::next).isInstanceOf(IllegalStateException.class);
        });
    }

    private volatile boolean stopped;
    private volatile long written;

    @Test
    void liveValueIsNeverTornAndHasNoFaults() throws Exception {
        LatestValueWriter writer = writer();
        Thread writing = Thread.ofPlatform().start(() -> {
            while (!stopped) {
                write(writer, 1);
                written = writer.sequence();
            }
        });
        try {
            inspect(inspection -> {
                int values = 0;
                for (int i = 0; i < 50_000 || values < 1000; i++) {
                    assertThat(inspection.faults()).isEmpty();
                    long least = written;
                    InspectedValue newest = inspection.read(LENGTH);
                    assertThat(newest.state()).as(newest.fault()).isNotEqualTo(State.CORRUPT);
                    inspection.next();
                    if (newest.state() == State.VALUE) {
                        assertThat(newest.sequence()).isGreaterThanOrEqualTo(least);
                        assertThat(newest.bytes()).containsOnly((byte) newest.sequence());
                        values++;
                    }
                }
            });
        } finally {
            stopped = true;
            writing.join();
        }
    }
}
