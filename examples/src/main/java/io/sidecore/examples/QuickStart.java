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
            text.setString(0, "written from CPU " + pin.cpu() + ", executed on CPU " + engine.cpu() + "\n");

            int[] fd = {-1};
            page.openat(SystemCalls.AT_FDCWD, arguments[0], SystemCalls.O_WRONLY | SystemCalls.O_CREAT, 0644);
            page.await((token, result) -> fd[0] = (int) result, new BusySpinIdleStrategy());

            page.pwrite(fd[0], text, 0, text.getString(0).length(), 0); // three stores to one cache line each:
            page.fdatasync(fd[0]); // the kernel works on the other core
            page.close(fd[0]);
            while (page.inFlight() > 0) { // do other work here
                page.poll((token, result) -> System.out.println("call " + token + ": " + result), 8);
            }
        }
    }
}
