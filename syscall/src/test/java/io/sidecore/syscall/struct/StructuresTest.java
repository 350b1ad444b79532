package io.sidecore.syscall.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.junit.jupiter.api.Test;

class StructuresTest {
    /** As of a pool that hands memory out again. */
    private final SegmentAllocator used = (bytes, alignment) -> Arena.ofAuto().allocate(bytes, alignment)
            .fill((byte) -1);

    @Test
    void structuresInUsedMemoryStartEmpty() {
        assertThat(new TimeSpec(used).nanos()).isZero();
        assertThat(new ITimerSpec(used).first().nanos()).isZero();
        assertThat(new FileTimes(used).modified().nanos()).isZero();
        assertThat(new FileLock(used).length()).isZero();
        assertThat(new EpollEvents(2, used).data(1)).isZero();
        assertThat(new StatxBuffer(used).size()).isZero();
        assertThat(new DescriptorPair(used).second()).isZero();
        assertThat(new PollDescriptors(2, used).returned(1)).isZero();
        assertThat(new CString("text", used)).hasToString("text");
    }

    @Test
    void indexesOutsideOfAnArrayAreRefused() {
        EpollEvents events = new EpollEvents(2);
        PollDescriptors polled = new PollDescriptors(2);
        for (int index : new int[]{-1, 2, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> events.data(index)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> events.set(index, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> polled.set(index, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> polled.returned(index)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void impossibleCapacitiesAreRefused() {
        assertThatThrownBy(() -> new EpollEvents(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PollDescriptors(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IoVectors(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IoVectors(IoVectors.IOV_MAX + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void vectorTakesAsManyBuffersAsItHasRoomFor() {
        MemorySegment buffer = Arena.ofAuto().allocate(8);
        IoVectors vectors = new IoVectors(2).add(buffer, 0, 3).add(buffer, 3, 5);
        assertThatThrownBy(() -> vectors.add(buffer, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vectors.set(2, buffer, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vectors.set(0, buffer, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(vectors.count()).isEqualTo(2);
        assertThat(vectors.bytes()).isEqualTo(8);
        assertThat(vectors.set(0, buffer, 0, 0).bytes()).isEqualTo(5);
        assertThat(vectors.clear().count()).isZero();
        assertThatThrownBy(() -> vectors.set(0, buffer, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(vectors.add(buffer, 0, 1).count()).isEqualTo(1);
    }

    @Test
    void cursorOfADirectoryStaysWithinWhatWasFilled() {
        DirectoryEntries entries = new DirectoryEntries(64);
        assertThat(entries.next()).isFalse();
        assertThatThrownBy(entries::inode).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(entries::type).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(entries::name).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(entries.filled(0).next()).isFalse();
        assertThat(entries.filled(-9).next()).as("an error number").isFalse();
        assertThatThrownBy(() -> entries.filled(65)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void onlyTheDirectoryItselfAndItsParentAreDots() {
        DirectoryEntries entries = new DirectoryEntries(64);
        entries.segment().set(java.lang.foreign.ValueLayout.JAVA_SHORT, 16, (short) 32);
        for (String name : new String[]{".", "..", "...", ".a", "..a", "a", "a."}) {
            entries.segment().setString(19, name);
            assertThat(entries.filled(32).next()).isTrue();
            assertThat(entries.isDot()).as(name).isEqualTo(name.equals(".") || name.equals(".."));
        }
    }

    @Test
    void negativeTimesHavePositiveNanoseconds() {
        TimeSpec time = new TimeSpec().nanos(-1_500_000_000L);
        assertThat(time.seconds()).isEqualTo(-2);
        assertThat(time.nanosOfSecond()).isEqualTo(500_000_000);
        assertThat(time.nanos()).isEqualTo(-1_500_000_000L);
    }

    @Test
    void textIsReadOnlyAndWithoutNul() {
        CString text = new CString("höher");
        assertThat(text.segment().byteSize()).isEqualTo(7);
        assertThat(text.segment().isReadOnly()).isTrue();
        assertThat(CString.EMPTY.segment().byteSize()).isEqualTo(1);
        assertThatThrownBy(() -> new CString("\0")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL at index 0");
    }
}
