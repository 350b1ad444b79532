package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.CorruptRingException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatestValueTest {
    private static MemorySegment of(long number) {
        return MemorySegment.ofArray(new long[]{number});
    }

    private static long read(LatestValue value) {
        long[] target = {-1};
        value.reader().read(MemorySegment.ofArray(target));
        return target[0];
    }

    @Test
    void secondWriterIsRefusedUntilTheFirstIsClosedOrDead() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter first = value.writer();
        assertThatThrownBy(value::writer).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the writer is this process (" + ProcessHandle.current().pid());
        first.claim();
        first.close();
        first.close();
        assertThat(value.writerParty().isTaken()).isFalse();
        assertThatThrownBy(first::claim).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(first::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(first::abort).isInstanceOf(IllegalStateException.class);
        assertThat(value.writer().write(of(1))).isOne();
        assertThat(Successor.writer(value).write(of(2))).isEqualTo(2);
    }

    @Test
    void nothingIsReadBeforeTheFirstWrite() {
        LatestValue value = LatestValue.anonymous(8);
        MemorySegment target = of(7);
        assertThat(value.reader().read(target)).isEqualTo(LatestValue.NONE);
        assertThat(target.get(ValueLayout.JAVA_LONG, 0)).as("target").isEqualTo(7);
        value.writer().claim();
        assertThat(value.reader().read(target)).isEqualTo(LatestValue.NONE);
    }

    @Test
    void newestValueIsReadWithItsSequenceNumber() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        LatestValueReader reader = value.reader();
        MemorySegment target = of(0);
        for (long i = 1; i <= 10; i++) {
            assertThat(writer.write(of(i * 11))).isEqualTo(i);
            assertThat(reader.read(target)).isEqualTo(i);
            assertThat(target.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(i * 11);
            assertThat(reader.read(target)).as("again").isEqualTo(i);
        }
        assertThat(value.sequence()).isEqualTo(writer.sequence()).isEqualTo(10);
    }

    @Test
    void valueThatWasSeenIsNotCopiedAgain() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        LatestValueReader reader = value.reader();
        MemorySegment target = of(7);
        assertThat(reader.readIfNewer(0, target)).isZero();
        writer.write(of(1));
        assertThat(reader.readIfNewer(1, target)).isZero();
        assertThat(target.get(ValueLayout.JAVA_LONG, 0)).as("target").isEqualTo(7);
        writer.write(of(2));
        assertThat(reader.readIfNewer(1, target)).isEqualTo(2);
        assertThat(target.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(2);
    }

    @Test
    void abortedClaimLeavesTheValueAsItWas() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        for (long i = 1; i <= 6; i++) {
            writer.write(of(i));
            value.data().set(ValueLayout.JAVA_LONG, writer.claim(), -2);
            writer.abort();
            assertThat(read(value)).isEqualTo(i);
        }
        assertThat(writer.sequence()).isEqualTo(6);
    }

    @Test
    void claimIsWrittenInPlaceAndAppearsWithItsCommit() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        writer.write(of(1));
        value.data().set(ValueLayout.JAVA_LONG, writer.claim(), 2);
        assertThat(read(value)).isEqualTo(1);
        assertThat(writer.commit()).isEqualTo(2);
        assertThat(read(value)).isEqualTo(2);
        assertThatThrownBy(writer::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::abort).isInstanceOf(IllegalStateException.class);
        writer.claim();
        assertThatThrownBy(writer::claim).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> writer.write(of(3))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void segmentsThatAreTooShortOrClosedOrReadOnlyAreRefused() {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        LatestValueReader reader = value.reader();
        writer.write(of(1));
        MemorySegment shorter = MemorySegment.ofArray(new byte[7]);
        assertThatThrownBy(() -> writer.write(shorter)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> writer.write(of(1), 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.read(shorter)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.read(of(1).asReadOnly())).isInstanceOf(IllegalArgumentException.class);
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(8);
        }
        assertThatThrownBy(() -> writer.write(closed)).isInstanceOf(IllegalStateException.class);
        assertThat(writer.write(of(2))).isEqualTo(2);
        for (int length : new int[]{0, -1, (1 << 16) + 1}) {
            assertThatThrownBy(() -> LatestValue.anonymous(length)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 56, 64, 120, 121, 4096, 65535, 65536})
    void valueOfEveryLengthIsReadAsItWasWritten(int length) {
        LatestValue value = LatestValue.anonymous(length);
        LatestValueWriter writer = value.writer();
        byte[] content = new byte[length];
        byte[] target = new byte[length];
        Random random = new Random(length);
        for (int i = 0; i < 6; i++) {
            random.nextBytes(content);
            writer.write(MemorySegment.ofArray(content));
            value.reader().read(MemorySegment.ofArray(target));
            assertThat(target).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 9})
    void writerThatDiesBehindAnyStoreLeavesTheLastValueOrTheNewOne(int written) {
        long[] stores = {RegionHeader.LENGTH, RegionHeader.LENGTH + 8, RegionHeader.LENGTH,
                RegionHeader.VALUE_SEQUENCE};
        for (int done = 0; done <= stores.length; done++) {
            LatestValue value = LatestValue.anonymous(8);
            LatestValueWriter dead = value.writer();
            for (int i = 1; i <= written; i++) {
                dead.write(of(i));
            }
            long next = written + 1;
            long[] values = {0, next, next, next};
            for (int i = 0; i < done; i++) {
                long slot = i == 3 ? 0 : next % 4 * 128;
                value.memory().region().set(ValueLayout.JAVA_LONG, stores[i] + slot, values[i]);
            }
            long newest = done == stores.length ? next : written;
            long last = newest == 0 ? -1 : newest;
            for (int i = 0; i < 3; i++) {
                assertThat(read(value)).as("after store " + done).isEqualTo(last);
            }
            LatestValueWriter successor = Successor.writer(value);
            assertThat(read(value)).isEqualTo(last);
            successor.claim();
            assertThat(read(value)).isEqualTo(last);
            successor.abort();
            for (long i = newest + 1; i < newest + 6; i++) {
                assertThat(successor.write(of(i))).isEqualTo(i);
                assertThat(read(value)).isEqualTo(i);
            }
        }
    }

    @Test
    void sequenceWhoseSlotIsNotStampedWithItIsRefused() {
        for (long sequence : new long[]{-1, 3, 6, Long.MAX_VALUE, Long.MIN_VALUE}) {
            LatestValue value = LatestValue.anonymous(8);
            value.writer().write(of(1));
            value.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.VALUE_SEQUENCE, sequence);
            assertThatThrownBy(() -> read(value)).isInstanceOf(CorruptRingException.class);
            assertThatThrownBy(() -> Successor.writer(value)).isInstanceOf(CorruptRingException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 2048})
    void readersSeeWholeValuesThatOnlyGetNewer(int length) throws InterruptedException {
        LatestValue value = LatestValue.anonymous(length);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Runnable reading = () -> {
            LatestValueReader reader = value.reader();
            MemorySegment target = MemorySegment.ofArray(new long[length / 8]);
            long seen = 0;
            while (wrong.get() == null) {
                boolean last = ended.get();
                long sequence = reader.readIfNewer(seen, target);
                if (sequence == LatestValue.NONE && last) {
                    return;
                }
                if (sequence > 0) {
                    for (int at = 0; at < length; at += 8) {
                        if (target.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != sequence + at || sequence <= seen) {
                            wrong.set("value " + sequence + " after " + seen + " is torn at " + at);
                        }
                    }
                    seen = sequence;
                }
            }
        };
        Runnable guarded = () -> {
            try {
                reading.run();
            } catch (RuntimeException e) {
                wrong.set(e.toString());
            }
        };
        Thread first = Thread.ofPlatform().start(guarded);
        Thread second = Thread.ofPlatform().start(guarded);
        LatestValueWriter writer = value.writer();
        int count = 400_000_000 / (length + 300) / 2;
        for (long i = 1; i <= count && wrong.get() == null; i++) {
            long at = writer.claim();
            for (int j = 0; j < length; j += 8) {
                value.data().set(ValueLayout.JAVA_LONG, at + j, i + j);
            }
            writer.commit();
        }
        ended.set(true);
        first.join();
        second.join();
        assertThat(wrong.get()).isNull();
        assertThat(value.sequence()).isEqualTo(count);
    }

    @Test
    void sourceWhoseFileWasCutShortAbortsTheClaim(@TempDir Path folder) throws IOException {
        LatestValue value = LatestValue.anonymous(8);
        LatestValueWriter writer = value.writer();
        MemorySegment cut = BroadcastRingTest.cutShort(folder.resolve("source"));
        assertThatThrownBy(() -> writer.write(cut, 4096)).isInstanceOf(InternalError.class);
        assertThat(writer.write(of(1))).isOne();
        assertThat(read(value)).isOne();
    }
}
