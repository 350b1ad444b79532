package io.sidecore.syscall;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** A process to which the kernel refuses more threads while an engine wants some. */
final class CoreOfFewThreads {
    private static final boolean X86_64 = !System.getProperty("os.arch").equals("aarch64");
    private static final int CLONE = X86_64 ? 56 : 220;
    private static final int CLONE3 = 435;

    private CoreOfFewThreads() {}

    public static void main(String[] arguments) {
        IdleStrategy idle = new YieldingIdleStrategy();
        int done = 0;
        try (CoreEngine engine = CoreEngine.start(CoreOptions.on(CpuSet.allowed().first()).idling(() -> idle))) {
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
            Seccomp.forbid(Errno.EAGAIN, CLONE, CLONE3);
            for (int i = 0; i < 20; i++) {
                page.read(input, memory, 8, 1);
                done += page.await(page.getppid(), idle) == direct.getppid() ? 1 : 0;
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
        } catch (IllegalStateException refused) {
            System.out.println("done " + done + "; " + refused.getMessage());
        }
    }
}
