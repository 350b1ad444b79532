package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are attempted without waiting first end as they would by themselves. */
class NonBlockingTest extends EngineScene {
    private static final int EFD_NONBLOCK = 04000;
    private static final int POLLIN = 1;
    private static final int DONTNEED = 4;
    private static final int F_SETFL = 4;
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final int O_NONBLOCK = 04000;
    private static final int LENGTH = 3 * PIPE / 4;
    private static final long NOWHERE = Long.MIN_VALUE;

    @TempDir
    Path folder;
    private final MemorySegment structure = Arena.ofAuto().allocate(64, 8);
    private SyscallPage page;

    @BeforeEach
    void register() {
        page = start(options()).register(64);
    }

    private long call(int number, long... arguments) {
        return page.await(page.raw(number, arguments), idle);
    }

    /** Of which the first bytes are in memory, and the others on the disk; on a tmpfs all are in memory. */
    private int fileOnDisk(String name) {
        int fd = keep((int) direct.openat(SystemCalls.AT_FDCWD, folder.resolve(name).toString(),
                SystemCalls.O_RDWR | SystemCalls.O_CREAT, 0600));
        assertThat(direct.write(fd, buffer, 0, LENGTH)).isEqualTo(LENGTH);
        assertThat(direct.fsync(fd)).isZero();
        assertThat(direct.raw(SyscallNumber.FADVISE64, fd, 4096, 0, DONTNEED)).isZero();
        assertThat(direct.raw(SyscallNumber.LSEEK, fd, 0, 0)).isZero();
        return fd;
    }

    @Test
    void readOfAFileGoesOnBehindWhatIsInMemory() {
        assertThat(call(SyscallNumber.READ, fileOnDisk("a"), buffer.address(), PIPE)).isEqualTo(LENGTH);
        int fd = fileOnDisk("b");
        structure.set(ValueLayout.JAVA_LONG, 0, buffer.address());
        structure.set(ValueLayout.JAVA_LONG, 8, PIPE / 2);
        structure.set(ValueLayout.JAVA_LONG, 16, buffer.address() + PIPE / 2);
        structure.set(ValueLayout.JAVA_LONG, 24, PIPE / 2);
        assertThat(call(SyscallNumber.READV, fd, structure.address(), 2)).isEqualTo(LENGTH);
        assertThat(call(SyscallNumber.READV, fd, structure.address(), 2)).as("at the end").isZero();
    }

    @Test
    void aFileThatIsNotInMemoryIsReadEvenIfItsReaderDoesNotWait() {
        int fd = fileOnDisk("c");
        assertThat(direct.raw(SyscallNumber.FADVISE64, fd, 0, 0, DONTNEED)).isZero();
        assertThat(direct.raw(SyscallNumber.FCNTL, fd, F_SETFL, O_NONBLOCK)).isZero();
        assertThat(call(SyscallNumber.READ, fd, buffer.address(), PIPE)).isEqualTo(LENGTH);
    }

    @Test
    void aReadOfAFileTakesOnePieceOfIt() {
        for (int i = 0; i < LENGTH; i += 4) {
            buffer.set(ValueLayout.JAVA_INT, i, i);
        }
        MemorySegment own = Arena.ofAuto().allocate(LENGTH, 64);
        for (int round = 0; round < 30; round++) {
            int fd = fileOnDisk("d");
            long read = page.read(fd, own, 0, LENGTH / 2);
            MemorySegment other = Arena.ofAuto().allocate(64, 64);
            while (direct.read(fd, other, 0, 64) == 64) {
                // All that the page's read leaves.
            }
            long length = page.await(read, idle);
            for (int i = 4; i < length; i += 4) {
                assertThat(own.get(ValueLayout.JAVA_INT, i)).as("round " + round)
                        .isEqualTo(own.get(ValueLayout.JAVA_INT, i - 4) + 4);
            }
            closeDescriptors();
        }
    }

    @Test
    void aFutexIsWokenThroughThePageThatWaitsForIt() {
        SyscallPage own = start(options().threads(2)).register(64);
        long word = structure.address();
        structure.set(ValueLayout.JAVA_INT, 0, 7);
        long wait = own.raw(SyscallNumber.FUTEX, word, FUTEX_WAIT, 7, 0, 0, 0);
        long[] woken = {0};
        await(() -> {
            woken[0] += own.await(own.raw(SyscallNumber.FUTEX, word, FUTEX_WAKE, 1, 0, 0, 0), idle);
            return woken[0] == 1;
        });
        assertThat(own.await(wait, idle)).isZero();
    }

    @Test
    void preadv2WaitsWhereReadDoes() {
        int[] pipe = openPipe();
        structure.set(ValueLayout.JAVA_LONG, 0, buffer.address());
        structure.set(ValueLayout.JAVA_LONG, 8, 16);
        long read = page.raw(SyscallNumber.PREADV2, pipe[0], structure.address(), 1, -1, 0, 0);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        assertThat(page.poll((token, result) -> {}, 1)).isZero();
        direct.write(pipe[1], buffer, 0, 3);
        assertThat(page.await(read, idle)).isEqualTo(3);
        assertThat(call(SyscallNumber.PREADV2, pipe[0], structure.address(), 1, 5, 0, 0)).isEqualTo(-Errno.ESPIPE);
        assertThat(call(SyscallNumber.PREADV2, fileOnDisk("e"), structure.address(), 1, -1, 0, 0)).isEqualTo(16);
    }

    @Test
    void readOfNothingIsAnsweredByTheKindOfFile() {
        int event = keep((int) direct.raw(SyscallNumber.EVENTFD2, 0, EFD_NONBLOCK));
        assertThat(call(SyscallNumber.READ, event, buffer.address(), 0)).isEqualTo(-Errno.EINVAL);
        assertThat(call(SyscallNumber.READ, openPipe()[0], buffer.address(), 0)).isZero();
    }

    @Test
    void aTimeThatIsNoneIsAnErrorEvenIfAnEventIsThere() {
        int event = keep((int) direct.raw(SyscallNumber.EVENTFD2, 1, 0));
        structure.set(ValueLayout.JAVA_INT, 0, event);
        structure.set(ValueLayout.JAVA_INT, 4, POLLIN);
        structure.set(ValueLayout.JAVA_LONG, 8, -1);
        long polled = structure.address();
        long negative = polled + 8;
        assertThat(call(SyscallNumber.PPOLL, polled, 1, NOWHERE, 0, 8)).isEqualTo(-Errno.EFAULT);
        assertThat(call(SyscallNumber.PPOLL, polled, 1, negative, 0, 8)).isEqualTo(-Errno.EINVAL);
        assertThat(call(SyscallNumber.PPOLL, polled, 1, 0, 0, 8)).isOne();
        int epoll = keep((int) direct.raw(SyscallNumber.EPOLL_CREATE1, 0));
        MemorySegment interest = Arena.ofAuto().allocate(16, 8);
        interest.set(ValueLayout.JAVA_INT, 0, POLLIN);
        assertThat(direct.raw(SyscallNumber.EPOLL_CTL, epoll, 1, event, interest.address())).isZero();
        long events = buffer.address();
        assertThat(call(SyscallNumber.EPOLL_PWAIT2, epoll, events, 1, NOWHERE, 0, 8)).isEqualTo(-Errno.EFAULT);
        assertThat(call(SyscallNumber.EPOLL_PWAIT2, epoll, events, 1, negative, 0, 8)).isEqualTo(-Errno.EINVAL);
        assertThat(call(SyscallNumber.EPOLL_PWAIT2, epoll, events, 1, 0, 0, 8)).isOne();
    }

    @Test
    void anEventThatIsReportedOnceIsReportedOnce() {
        int event = keep((int) direct.raw(SyscallNumber.EVENTFD2, 1, 0));
        int epoll = keep((int) direct.raw(SyscallNumber.EPOLL_CREATE1, 0));
        MemorySegment interest = Arena.ofAuto().allocate(16, 8);
        interest.set(ValueLayout.JAVA_INT, 0, POLLIN | 1 << 31);
        assertThat(direct.raw(SyscallNumber.EPOLL_CTL, epoll, 1, event, interest.address())).isZero();
        structure.set(ValueLayout.JAVA_LONG, 0, 0);
        structure.set(ValueLayout.JAVA_LONG, 8, 1000);
        long events = buffer.address();
        assertThat(call(SyscallNumber.EPOLL_PWAIT2, epoll, events, 1, structure.address(), 0, 8)).isOne();
        assertThat(call(SyscallNumber.EPOLL_PWAIT2, epoll, events, 1, structure.address(), 0, 8)).isZero();
    }
}
