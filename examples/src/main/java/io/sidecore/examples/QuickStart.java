package io.sidecore.examples;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** The program of the README: a file written and made durable without a system call on the application core. */
public final class QuickStart {
    private QuickStart() {}

    /**
     * Runs it.
     *
     * @param arguments the file to write
     */
    public static void main(String[] arguments) {
        CorePlan plan = CorePlan.automatic();
        try (CoreEngine engine = CoreEngine.start(plan.syscall().id(), new YieldingIdleStrategy());
                PinnedThread pin = PinnedThread.to(plan.application().id())) {
            SyscallPage page = engine.register();
            MemorySegment text = page.allocate(64, 64);
            text.setString(0, "written from CPU " + pin.cpu() + ", executed on CPU " + plan.syscall().id() + "\n");

            long open = page.openat(SystemCalls.AT_FDCWD, arguments[0], SystemCalls.O_WRONLY | SystemCalls.O_CREAT,
                    0644);
            int fd = (int) page.await(open, new BusySpinIdleStrategy());

            page.pwrite(fd, text, 0, text.getString(0).length(), 0); // three stores to one cache line each:
            page.thenOnSameDescriptor().fdatasync(fd); // the kernel works on the other core
            page.close(fd);
            while (page.inFlight() > 0) { // do other work here
                page.poll((token, result) -> System.out.println("call " + SyscallPage.sequence(token) + ": " + result),
                        8);
            }
        }
    }
}
