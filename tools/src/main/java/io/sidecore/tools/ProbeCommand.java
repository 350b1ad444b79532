package io.sidecore.tools;

import io.sidecore.affinity.AffinityException;
import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.affinity.Topology;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.agrona.concurrent.YieldingIdleStrategy;
import picocli.CommandLine;

/** Says what this machine allows, which cores Sidecore would take, and roughly what a call costs here. */
@CommandLine.Command(name = "probe", mixinStandardHelpOptions = true, description = "Show the CPUs, the core plan, what is permitted, and the rough cost of a call on this machine.")
public final class ProbeCommand implements Command {
    private static final int ROUNDS = 21;
    private static final int CALLS = 20_000;
    private static final int BURST = 256;
    private static final int IO_URING_PARAMS_BYTES = 120;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--no-cost", description = "Do not measure; only look.")
    private boolean noCost;

    /** Made by the command line. */
    public ProbeCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("JVM:        " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        out.println("CPUs:       " + CpuSet.allowed() + " may be used by this process");
        out.println(Topology.system());
        CorePlan plan = CorePlan.automatic();
        out.println(plan.describe());
        out.println("io_uring:   " + ioUring());
        boolean pinnable = reportPinning(out, plan);
        if (pinnable && !noCost) {
            reportCosts(out, plan);
        }
        out.flush();
        return OK;
    }

    private static boolean reportPinning(PrintWriter out, CorePlan plan) {
        try (PinnedThread pin = PinnedThread.to(plan.application().id())) {
            out.println("pinning:    works (CPU " + pin.cpu() + ")");
            return true;
        } catch (AffinityException e) {
            out.println("pinning:    not possible: " + e.getMessage());
            return false;
        }
    }

    private static String ioUring() {
        DirectCalls calls = new DirectCalls();
        try (Arena arena = Arena.ofConfined()) {
            long fd = calls.raw(SyscallNumber.IO_URING_SETUP, 8, arena.allocate(IO_URING_PARAMS_BYTES, 8).address());
            if (fd < 0) {
                return "forbidden or missing: " + Errno.describe(fd);
            }
            calls.close((int) fd);
            return "permitted";
        }
    }

    private static void reportCosts(PrintWriter out, CorePlan plan) {
        try (PinnedThread pin = PinnedThread.to(plan.application().id())) {
            DirectCalls calls = new DirectCalls();
            out.printf("getppid:    %.0f ns direct (median of %d rounds on CPU %d)%n", median(() -> {
                for (int i = 0; i < CALLS; i++) {
                    calls.getppid();
                }
                return CALLS;
            }), ROUNDS, pin.cpu());
            if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
                out.println("            through a page: not measured, there is one CPU only");
                return;
            }
            try (CoreEngine engine = CoreEngine.start(plan.syscall().id(), new YieldingIdleStrategy())) {
                SyscallPage page = engine.register();
                out.printf("            %.0f ns through a page, in bursts of %d%n", median(() -> {
                    for (int i = 0; i < BURST; i++) {
                        page.getppid();
                    }
                    while (page.inFlight() > 0) {
                        page.poll((token, result) -> {}, BURST);
                    }
                    return BURST;
                }), BURST);
            }
        }
    }

    /** Nanoseconds a call; the first rounds warm up and do not count. */
    private static double median(LongSupplier round) {
        double[] times = new double[2 * ROUNDS];
        for (int i = 0; i < times.length; i++) {
            long start = System.nanoTime();
            long calls = round.getAsLong();
            times[i] = (double) (System.nanoTime() - start) / calls;
        }
        double[] measured = Arrays.copyOfRange(times, ROUNDS, times.length);
        Arrays.sort(measured);
        return measured[ROUNDS / 2];
    }
}
