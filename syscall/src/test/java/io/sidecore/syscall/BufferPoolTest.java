package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.FileCalls;
import io.sidecore.syscall.struct.CString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferPoolTest {
    private final SyscallPage page = new DirectEngine().register(64);

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void buffersAreAlignedAndApart() {
        for (int length : new int[]{1, 4095, 4096, 4097, 10_000}) {
            BufferPool pool = page.bufferPool(5, length);
            assertThat(pool.available()).isEqualTo(pool.count()).isEqualTo(5);
            Set<Long> addresses = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                MemorySegment buffer = pool.take();
                assertThat(buffer.byteSize()).isEqualTo(length);
                assertThat(buffer.address() % BufferPool.ALIGNMENT).isZero();
                assertThat(pool.buffer(pool.index(buffer))).isSameAs(buffer);
                buffer.fill((byte) (i + 1));
                addresses.add(buffer.address());
            }
            assertThat(addresses).hasSize(5);
            for (int i = 0; i < 5; i++) {
                MemorySegment buffer = pool.buffer(i);
                assertThat(buffer.asSlice(length - 1).get(ValueLayout.JAVA_BYTE, 0))
                        .isEqualTo(buffer.get(ValueLayout.JAVA_BYTE, 0));
            }
            assertThat(pool.take()).isNull();
            assertThat(pool.memory().byteSize()).isGreaterThanOrEqualTo(5L * length);
        }
    }

    @Test
    void theBufferGivenBackLastIsTakenNext() {
        BufferPool pool = page.bufferPool(3, 100);
        MemorySegment first = pool.take();
        MemorySegment second = pool.take();
        pool.giveBack(first);
        pool.giveBack(second);
        assertThat(pool.available()).isEqualTo(3);
        assertThat(pool.take()).isSameAs(second);
        assertThat(pool.take()).isSameAs(first);
    }

    @Test
    void whatIsNotTakenCannotBeGivenBack() {
        BufferPool pool = page.bufferPool(3, 100);
        MemorySegment taken = pool.take();
        pool.giveBack(taken);
        assertThatThrownBy(() -> pool.giveBack(taken)).hasMessage("buffer 0 is free already");
        assertThatThrownBy(() -> pool.giveBack(page.allocate(100, 8))).hasMessageContaining("no buffer of this pool");
        assertThatThrownBy(() -> pool.giveBack(taken.asSlice(8))).hasMessageContaining("no buffer of this pool");
        assertThatThrownBy(() -> pool.giveBack(MemorySegment.ofArray(new byte[100])))
                .hasMessageContaining("no buffer of this pool");
        assertThat(pool.available()).isEqualTo(3);
        assertThatThrownBy(() -> page.bufferPool(0, 1)).hasMessageContaining("positive");
        assertThatThrownBy(() -> page.bufferPool(1, 0)).hasMessageContaining("positive");
    }

    @Test
    void itsBuffersAreWhatTheKernelWorksOn(@TempDir Path folder) {
        BufferPool pool = page.bufferPool(2, 4096);
        MemorySegment out = pool.take();
        MemorySegment in = pool.take();
        out.fill((byte) 42);
        BusySpinIdleStrategy idle = BusySpinIdleStrategy.INSTANCE;
        CString path = new CString(folder.resolve("file").toString(), Arena.ofAuto());
        int fd = (int) page.await(page.openat(FileCalls.AT_FDCWD, path, FileCalls.O_CREAT | FileCalls.O_RDWR, 0600),
                idle);
        assertThat(page.await(page.pwrite(fd, out, 0, 4096, 0), idle)).isEqualTo(4096);
        assertThat(page.await(page.pread(fd, in, 0, 4096, 0), idle)).isEqualTo(4096);
        assertThat(in.mismatch(out)).isEqualTo(-1);
        page.await(page.close(fd), idle);
    }
}
