package io.sidecore.syscall;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Two owners submit to a core that falls asleep at once, each at any moment before, at or after it does: quick calls, such as wait, such as wait for
 * those, and such as are given up. As a program: in a process to which the kernel refuses membarrier(2).
 */
final class SubmissionsToASleepingCore {
    private final CoreEngine engine = CoreEngine.start(CoreOptions.on(CpuSet.allowed().first())
            .idling(YieldingIdleStrategy::new).sleepingAfter(Duration.ZERO).handingOffAfter(Duration.ofNanos(50_000)));
    private final long seed;
    private final int calls;

    private SubmissionsToASleepingCore(long seed, int calls) {
        this.seed = seed;
        this.calls = calls;
    }

    public static void main(String[] arguments) {
        Seccomp.forbid(Errno.EPERM, SyscallNumber.MEMBARRIER);
        System.out.println("membarrier " + MemoryBarrier.isAvailable() + ", missed "
                + play(Long.parseLong(arguments[0]), Integer.parseInt(arguments[1])));
    }

    /** Returns how many wake-ups were lost. */
    static long play(long seed, int calls) {
        SubmissionsToASleepingCore play = new SubmissionsToASleepingCore(seed, calls);
        try (CoreEngine engine = play.engine) {
            CompletableFuture.allOf(Stream.of(1, 2).map(owner -> CompletableFuture.runAsync(() -> play.own(owner),
                    task -> Thread.ofPlatform().daemon().start(task))).toArray(CompletableFuture[]::new)).join();
            return engine.missedWakeUps();
        }
    }

    private void own(int owner) {
        Random random = new Random(seed + owner);
        SyscallPage page = engine.register(64);
        DirectCalls direct = new DirectCalls();
        MemorySegment memory = page.allocate(64, 8);
        require(direct.raw(SyscallNumber.PIPE2, memory.address(), 0), 0);
        int input = memory.get(ValueLayout.JAVA_INT, 0);
        int output = memory.get(ValueLayout.JAVA_INT, 4);
        long parent = direct.getppid();
        for (int call = 0; call < calls; call++) {
            for (int pause = random.nextInt(2000); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            if (random.nextInt(20) > 0) {
                require(await(page, page.getppid()), parent);
                continue;
            }
            long read = page.read(input, memory, 8, 1);
            long behind = page.thenOnSameDescriptor().read(input, memory, 9, 1);
            boolean isGivenUp = random.nextBoolean();
            if (isGivenUp) {
                page.cancel(behind);
            }
            long barrier = page.barrier().getppid();
            require(direct.write(output, memory, 16, isGivenUp ? 1 : 2), isGivenUp ? 1 : 2);
            require(await(page, behind), isGivenUp ? -Errno.ECANCELED : 1);
            require(await(page, read), 1);
            require(await(page, barrier), parent);
        }
        direct.close(input);
        direct.close(output);
    }

    private static long await(SyscallPage page, long token) {
        return page.await(token, new YieldingIdleStrategy());
    }

    private void require(long result, long expected) {
        if (result != expected) {
            throw new AssertionError("seed " + seed + ": " + Errno.describe(result) + ", not " + expected);
        }
    }
}
