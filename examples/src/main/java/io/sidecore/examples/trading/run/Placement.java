package io.sidecore.examples.trading.run;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import java.util.function.Supplier;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Where each thread of a run lives, and so how it may wait.
 *
 * @param hot     CPU of the matching engine
 * @param syscall CPU of the syscall thread
 * @param gateway CPU of the order gateway
 */
public record Placement(int hot, int syscall, int gateway) {
    /**
     * The gateway gets a CPU of its own if there is one, else it shares the syscall core.
     *
     * @param plan    CPUs of the application and of its system calls
     * @param allowed all CPUs that may be used
     * @return the placement
     */
    public static Placement of(CorePlan plan, CpuSet allowed) {
        int hot = plan.application().id();
        int syscall = plan.syscall().id();
        int gateway = allowed.stream().filter(cpu -> cpu != hot && cpu != syscall).findFirst().orElse(syscall);
        return new Placement(hot, syscall, gateway);
    }

    /** {@return whether all threads share one CPU} */
    public boolean isSingle() {
        return hot == syscall;
    }

    /** {@return CPUs for the rest of the JVM's threads} */
    CpuSet others() {
        return CpuSet.of(syscall, gateway);
    }

    /** The hot thread spins on a CPU of its own; sharing the only one, it must let the others in. */
    IdleStrategy hotIdle() {
        return idle(isSingle());
    }

    /** {@return how the syscall thread waits} */
    public IdleStrategy syscallIdle() {
        return idle(isSingle() || syscall == gateway);
    }

    private static IdleStrategy idle(boolean shared) {
        Supplier<IdleStrategy> strategy = shared ? YieldingIdleStrategy::new : BusySpinIdleStrategy::new;
        return strategy.get();
    }

    /** {@return one line a thread, for the report} */
    public String describe() {
        String shared = syscall == gateway
                ? "; shared: it yields, and the gateway sleeps while a sync is under way"
                : "";
        String one = isSingle()
                ? System.lineSeparator()
                        + "  one CPU for all: the threads share it and yield to each other, so the hot thread does make system calls, and nothing"
                        + " overlaps"
                : "";
        return "  matching engine (hot thread): CPU " + hot + (isSingle() ? "" : ", alone, busy spinning")
                + System.lineSeparator()
                + "  syscall thread (page run):    CPU " + syscall + shared + System.lineSeparator()
                + "  order gateway:                CPU " + gateway + System.lineSeparator()
                + "  rest of the JVM:              CPU "
                + others() + one;
    }
}
