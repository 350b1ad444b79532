package io.sidecore.bench.calls.blocked;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.TimeSpec;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Calls that block for as long as nobody gives them up: nobody connects, writes or unlocks. */
final class Blockers {
    static final int CALLS = 16;

    private static final int KINDS = 4;
    private static final IdleStrategy SPIN = BusySpinIdleStrategy.INSTANCE;

    private final DirectCalls calls = new DirectCalls();
    private final int listening;
    private final DescriptorPair pipe = new DescriptorPair();
    private final int locking;
    private final int locked;
    private final TimeSpec hour = new TimeSpec().nanos(TimeUnit.HOURS.toNanos(1));
    private final MemorySegment buffer = Arena.global().allocate(1);
    private final long[] tokens = new long[CALLS];

    Blockers() {
        listening = opened(calls.socket(SystemCalls.AF_INET, SystemCalls.SOCK_STREAM, 0));
        MemorySegment address = SocketAddresses
                .encode(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Arena.global());
        opened(calls.bind(listening, address));
        opened(calls.listen(listening, CALLS));
        opened(calls.pipe2(pipe, 0));
        try {
            Path file = Files.createTempFile("sidecore-bench-", ".lock");
            locking = opened(calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0));
            locked = opened(calls.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR, 0));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        opened(calls.flock(locking, SystemCalls.LOCK_EX));
    }

    private static int opened(long result) {
        if (result < 0) {
            throw new IllegalStateException(Errno.describe(result));
        }
        return (int) result;
    }

    void submit(SyscallPage page) {
        for (int call = 0; call < CALLS; call += KINDS) {
            tokens[call] = page.accept4(listening, null, 0);
            tokens[call + 1] = page.read(pipe.first(), buffer, 0, 1);
            tokens[call + 2] = page.flock(locked, SystemCalls.LOCK_EX);
            tokens[call + 3] = page.nanosleep(hour, null);
        }
    }

    /** Waits until each has ended, none of them because of what it waited for. */
    void giveUp(SyscallPage page) {
        for (long token : tokens) {
            page.cancel(token);
        }
        for (long token : tokens) {
            long result = page.await(token, SPIN);
            if (result != -Errno.ECANCELED) {
                throw new IllegalStateException("a call that blocks has returned " + Errno.describe(result));
            }
        }
    }

    void close() {
        calls.close(listening);
        calls.close(pipe.first());
        calls.close(pipe.second());
        calls.close(locked);
        calls.close(locking);
    }
}
