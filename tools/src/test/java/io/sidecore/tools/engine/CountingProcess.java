package io.sidecore.tools.engine;

import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.CoreCounters;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.counters.PageKind;
import java.io.IOException;

/** A process with an engine that has counted, says so, and goes on with a few counts until its input ends. */
final class CountingProcess {
    private static volatile boolean ended;

    private CountingProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (EngineCounters counters = EngineCounters.create("engine under test", 64)) {
            CoreCounters core = counters.openCore(3, 16);
            core.threads(4, 2);
            core.threads(3, 1);
            core.blocked(1);
            for (int i = 0; i < 3; i++) {
                core.batch(1);
            }
            core.batch(40);
            for (int i = 0; i < 99; i++) {
                core.queueWait(300);
                core.serviceTime(2000);
            }
            core.queueWait(70_000);
            core.serviceTime(5_000_000_000L);
            core.park();
            core.wakeUp();
            core.handOff();
            core.wouldBlock();
            core.heldBack();
            core.cancelled();
            core.inCall(SyscallNumber.PWRITE64);
            PageCounters page = counters.openPage((int) ProcessHandle.current().pid(), 512, PageKind.PRIVATE);
            page.submitted(12_345);
            page.reaped(12_300);
            page.full(7);
            page.waited();
            page.wakeUp();
            page.cancel();
            PageCounters closed = counters.openPage(0, 64, PageKind.SHARED);
            closed.submitted(1_000_000);
            closed.close();
            Thread counting = Thread.ofPlatform().daemon().start(() -> goOn(core));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            ended = true;
            counting.join();
        }
    }

    private static void goOn(CoreCounters core) {
        for (long executed = 1; !ended; executed++) {
            core.executed(1000 + executed);
            Thread.yield();
        }
    }
}
