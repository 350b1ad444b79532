package io.sidecore.syscall;

import io.sidecore.affinity.AffinityException;
import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** A process to which the kernel refuses more threads, or to pin them, while an engine wants some. */
final class CoreOfFewThreads {
    private static final boolean X86_64 = !System.getProperty("os.arch").equals("aarch64");
    private static final int CLONE = X86_64 ? 56 : 220;
    private static final int CLONE3 = 435;
    private static final int SCHED_SETAFFINITY = X86_64 ? 203 : 122;

    private CoreOfFewThreads() {}

    private static long parks(CoreEngine engine) {
        return engine.snapshot().cores().getFirst().totals().parks();
    }

    public static void main(String[] arguments) {
        IdleStrategy idle = new YieldingIdleStrategy();
        int done = 0;
        CoreOptions options = CoreOptions.on(CpuSet.allowed().first()).idling(() -> idle)
                .sleepingAfter(Duration.ofMillis(1));
        try (CoreEngine engine = CoreEngine.start(options)) {
            SyscallPage page = engine.register(64);
            MemorySegment memory = page.allocate(64, 8);
            DirectCalls direct = new DirectCalls();
            direct.raw(SyscallNumber.PIPE2, memory.address(), 0);
            int input = memory.get(ValueLayout.JAVA_INT, 0);
            int output = memory.get(ValueLayout.JAVA_INT, 4);
            long first = page.read(input, memory, 8, 1);
            while (engine.threads() < 2) {
                Thread.onSpinWait();
            }
            direct.write(output, memory, 16, 1);
            page.await(first, idle);
            if (arguments[0].equals("pinning")) {
                Seccomp.forbid(Errno.EPERM, SCHED_SETAFFINITY);
            } else {
                Seccomp.forbid(Errno.EAGAIN, CLONE, CLONE3);
            }
            for (int i = 0; i < 20; i++) {
                page.read(input, memory, 8, 1);
                done += page.await(page.getppid(), idle) == direct.getppid() ? 1 : 0;
            }
            long parks = parks(engine);
            while (parks(engine) == parks) {
                // Ends a sleep, if there is one.
                page.await(page.getppid(), idle);
                Thread.yield();
            }
            direct.write(output, memory, 16, 20);
            while (page.inFlight() > 0) {
                int[] ones = {0};
                page.await((token, result) -> ones[0] += result == 1 ? 1 : 0, idle);
                done += ones[0];
            }
            for (int i = 0; i < 3; i++) {
                page.read(input, memory, 8, 1);
            }
        }
        try {
            CoreEngine.start(CoreOptions.on(CpuSet.allowed().first()));
        } catch (IllegalStateException | AffinityException refused) {
            System.out.println("done " + done + "; " + refused.getMessage());
        }
    }
}
