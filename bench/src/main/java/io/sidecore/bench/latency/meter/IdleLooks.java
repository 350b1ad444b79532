package io.sidecore.bench.latency.meter;

import io.sidecore.affinity.PinnedThread;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** What a pinned thread that does nothing but look at the clock loses to the rest of the machine: nobody who lives on that CPU can do better. */
public final class IdleLooks {
    private IdleLooks() {}

    /**
     * Looks at the clock on both CPUs at once. Not for a pinned thread.
     *
     * @param first  CPU
     * @param second CPU
     * @param nanos  how long
     * @return by CPU, what something would have waited that came at any moment, in nanoseconds: see {@link Gaps#addTo}
     * @throws InterruptedException if interrupted meanwhile
     */
    public static Histogram[] on(int first, int second, long nanos) throws InterruptedException {
        int[] cpus = {first, second};
        Histogram[] found = new Histogram[2];
        Thread[] threads = new Thread[2];
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < 2; i++) {
            int cpu = cpus[i];
            threads[i] = Thread.ofPlatform().daemon().name("idle-" + cpu)
                    .uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(() -> {
                        try (PinnedThread pin = PinnedThread.to(cpu)) {
                            // Compiles the loop.
                            look(nanos / 10);
                            found[pin.cpu() == first ? 0 : 1] = look(nanos);
                        }
                    });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return found;
    }

    private static Histogram look(long nanos) {
        Gaps gaps = new Gaps();
        long start = System.nanoTime();
        long last = start;
        while (last - start < nanos) {
            long now = System.nanoTime();
            gaps.look(now - last);
            last = now;
        }
        Histogram histogram = Histograms.empty();
        gaps.addTo(histogram, last - start);
        return histogram;
    }
}
