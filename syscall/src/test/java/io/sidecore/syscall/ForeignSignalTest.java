package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Signals without {@code SA_RESTART} that somebody sends to the syscall threads. */
class ForeignSignalTest extends EngineScene {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;

    private final Interrupts signals = new Interrupts();
    private CoreEngine engine;

    /** Returns which threads have been in a blocking call, and have been sent a signal. */
    private long signalWhoeverIsBlocked() {
        return Arrays.stream(engine.cores().getFirst().threads().all()).filter(thread -> thread.describeCall() != null)
                .mapToInt(thread -> thread.started().join()).filter(tid -> new ThreadState(tid).isBlocked())
                .peek(signals::send).count();
    }

    private SyscallPage register() {
        engine = start(options());
        return engine.register(64);
    }

    @Test
    void aReadGoesOnWaiting() {
        SyscallPage page = register();
        int[] pipe = openPipe();
        long read = page.read(pipe[0], buffer, 0, 1);
        for (int i = 0; i < 20; i++) {
            await(() -> signalWhoeverIsBlocked() == 1);
        }
        assertThat(page.poll(keep, 1)).isZero();
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(page.await(read, idle)).isOne();
    }

    @Test
    void aReadThatHasBeenRestartedCanBeGivenUp() {
        SyscallPage page = register();
        long read = page.read(openPipe()[0], buffer, 0, 1);
        await(() -> signalWhoeverIsBlocked() == 1);
        await(() -> signalWhoeverIsBlocked() == 1);
        page.cancel(read);
        assertThat(page.await(read, idle)).isEqualTo(-Errno.ECANCELED);
    }

    @Test
    void aSocketsTimeLimitIsNotBegunAnew() {
        SyscallPage page = register();
        MemorySegment memory = Arena.ofAuto().allocate(32, 8);
        assertThat(direct.raw(SyscallNumber.SOCKETPAIR, AF_UNIX, SOCK_STREAM, 0, memory.address())).isZero();
        int socket = keep(memory.get(ValueLayout.JAVA_INT, 0));
        keep(memory.get(ValueLayout.JAVA_INT, 4));
        memory.set(ValueLayout.JAVA_LONG, 8, 3600);
        assertThat(direct.raw(SyscallNumber.SETSOCKOPT, socket, SOL_SOCKET, SO_RCVTIMEO, memory.address() + 8, 16))
                .isZero();
        long receive = page.raw(SyscallNumber.RECVFROM, socket, buffer.address(), 16, 0, 0, 0);
        await(() -> signalWhoeverIsBlocked() == 1);
        assertThat(page.await(receive, idle)).isEqualTo(-Errno.EINTR);
    }

    @Test
    void aSleepEndsAndSaysSo() {
        SyscallPage page = register();
        MemorySegment hour = Arena.ofAuto().allocate(16, 8);
        hour.set(ValueLayout.JAVA_LONG, 0, 3600);
        long sleep = page.raw(SyscallNumber.NANOSLEEP, hour.address(), 0);
        await(() -> signalWhoeverIsBlocked() == 1);
        assertThat(page.await(sleep, idle)).isEqualTo(-Errno.EINTR);
    }
}
