package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.StatxBuffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectCallsTest {
    private final DirectCalls calls = new DirectCalls();

    /** A second, independent way to the kernel. */
    interface JnaLibc extends Library {
        int getppid();
    }

    @Test
    void parentIsTheOneThatJnaSees() {
        assertThat(calls.getppid()).isEqualTo(Native.load("c", JnaLibc.class).getppid());
    }

    @Test
    void fileGoesThroughItsWholeLife(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");
        MemorySegment text = Arena.ofAuto().allocateFrom("exception-less");
        int fd = (int) calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR | SystemCalls.O_CREAT,
                0600);
        assertThat(calls.write(fd, text, 0, 9)).isEqualTo(9);
        assertThat(calls.pwrite(fd, text, 9, 5, 9)).isEqualTo(5);
        assertThat(calls.fdatasync(fd)).isZero();
        assertThat(calls.fsync(fd)).isZero();
        StatxBuffer status = new StatxBuffer();
        assertThat(calls.fstat(fd, status)).isZero();
        assertThat(status.size()).isEqualTo(14);
        assertThat(status.mode() & 0777).isEqualTo(0600);
        assertThat(status.links()).isEqualTo(1);
        assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        MemorySegment back = Arena.ofAuto().allocate(64);
        assertThat(calls.pread(fd, back, 3, 61, 0)).as("a short read surfaces").isEqualTo(14);
        assertThat(back.getString(3)).isEqualTo("exception-less");
        assertThat(calls.read(fd, back, 0, 64)).isEqualTo(5);
        assertThat(calls.close(fd)).isZero();
        assertThat(calls.close(fd)).isEqualTo(-Errno.EBADF);
        assertThat(file).hasContent("exception-less");
    }

    @Test
    void errorsAreNegatedNumbersWithNames() {
        assertThat(calls.openat(SystemCalls.AT_FDCWD, "/nowhere/at/all", 0, 0)).isEqualTo(-Errno.ENOENT);
        assertThat(calls.raw(60_000)).isEqualTo(-Errno.ENOSYS);
        assertThat(Errno.name(Errno.ENOSPC)).isEqualTo("ENOSPC");
        assertThat(Errno.name(133)).isEqualTo("EHWPOISON");
        assertThat(Errno.name(Errno.EINTR)).isEqualTo("EINTR");
        assertThat(Errno.name(110)).isEqualTo("ETIMEDOUT");
        assertThat(Errno.name(41)).isEqualTo("errno 41");
        assertThat(Errno.name(-5)).isEqualTo("errno -5");
        assertThat(Errno.describe(-Errno.ENOSPC)).isEqualTo("ENOSPC (No space left on device)");
        assertThat(Errno.describe(12)).isEqualTo("12");
    }

    @Test
    void badPointerIsTheKernelsErrorAndNoCrash(@TempDir Path folder) {
        long fd = calls.openat(SystemCalls.AT_FDCWD, folder.resolve("f").toString(),
                SystemCalls.O_RDWR | SystemCalls.O_CREAT,
                0600);
        assertThat(calls.raw(SyscallNumber.PWRITE64, fd, 8, 16, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(calls.close((int) fd)).isZero();
    }

    @Test
    void unsuitableBuffersAreRefusedBeforeTheKernelSeesThem() {
        MemorySegment heap = MemorySegment.ofArray(new byte[16]);
        assertThatThrownBy(() -> calls.write(1, heap, 0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heap segment");
        MemorySegment small = Arena.ofAuto().allocate(16);
        assertThatThrownBy(() -> calls.write(1, small, 10, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> calls.write(1, small, -1, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> calls.read(0, small.asReadOnly(), 0, 1)).hasMessageContaining("read-only");
        Arena closed = Arena.ofShared();
        MemorySegment gone = closed.allocate(16);
        closed.close();
        assertThatThrownBy(() -> calls.write(1, gone, 0, 1)).hasMessageContaining("closed");
    }

    @Test
    void callsThatDependOnTheThreadOrEndTheProcessAreRefusedWithTheReason() {
        assertThatThrownBy(() -> calls.raw(SyscallNumber.EXIT_GROUP, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JVM's process");
        assertThatThrownBy(() -> calls.raw(SyscallNumber.GETTID)).hasMessageContaining("calling thread");
        assertThatThrownBy(() -> calls.raw(1, 1, 2, 3, 4, 5, 6, 7)).hasMessageContaining("at most six");
        assertThatThrownBy(() -> calls.raw(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
