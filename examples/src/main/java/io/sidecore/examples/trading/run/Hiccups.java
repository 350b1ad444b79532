package io.sidecore.examples.trading.run;

import io.sidecore.affinity.PinnedThread;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The floor under every latency of a run: what a thread that only spins on the hot thread's CPU loses to the rest of the
 * machine, while the other CPU is busy too. Nobody who lives there can do better.
 */
public final class Hiccups {
    private Hiccups() {}

    /**
     * Measures.
     *
     * @param placement    whose CPUs to use
     * @param perSecond    rate of the messages that would meet the gaps
     * @param milliseconds how long
     * @return latencies, in nanoseconds, that messages at that rate would have seen from the gaps alone
     * @throws InterruptedException if interrupted while the other thread ends
     */
    public static Histogram measure(Placement placement, long perSecond, long milliseconds)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        Histogram gaps = new Histogram(HotLoop.MAX_LATENCY_NS, 3);
        Thread neighbour = pinned(placement.gateway(), () -> {
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
        Thread spinner = pinned(placement.hot(), () -> spin(gaps, end, Math.max(1, 1_000_000_000L / perSecond)));
        spinner.join();
        neighbour.join();
        return gaps;
    }

    private static Thread pinned(int cpu, Runnable work) {
        return Thread.ofPlatform().daemon().start(() -> {
            PinnedThread pin = PinnedThread.to(cpu);
            try {
                work.run();
            } finally {
                pin.close();
            }
        });
    }

    private static void spin(Histogram gaps, long end, long intervalNanos) {
        long before = System.nanoTime();
        for (long message = before; before < end;) {
            long now = System.nanoTime();
            // Every message that was due since the last look has waited until now.
            for (; message <= now; message += intervalNanos) {
                gaps.recordValue(Math.clamp(now - message, 0, HotLoop.MAX_LATENCY_NS));
            }
            before = now;
        }
    }
}
