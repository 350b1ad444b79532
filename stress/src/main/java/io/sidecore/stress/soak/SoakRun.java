package io.sidecore.stress.soak;

import io.sidecore.stress.soak.load.Fault;
import io.sidecore.stress.soak.load.Load;
import io.sidecore.stress.soak.load.Stint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** One soak from its start to its end. One thread, and another one may call {@link #end}. */
final class SoakRun {
    /** Without a message for so long, a load hangs. */
    private static final double SILENCE_SECONDS = 60;
    private static final double TENTH = 0.1;

    private final double seconds;
    private final double interval;
    private final Stint stint;
    private final List<Sample> samples = new ArrayList<>();
    private final Object woken = new Object();
    private List<Drift.Verdict> verdicts = List.of();
    private double lasted;

    SoakRun(double seconds, double interval, Fault fault) {
        this.seconds = seconds;
        this.interval = interval;
        this.stint = new Stint(fault);
    }

    /** Ends the run early. */
    void end() {
        stint.end();
        synchronized (woken) {
            woken.notifyAll();
        }
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    List<Drift.Verdict> verdicts() {
        return verdicts;
    }

    /** What was wrong; null if nothing was. */
    String failure() {
        return stint.failure();
    }

    boolean isGood() {
        return failure() == null && verdicts.stream().allMatch(Drift.Verdict::isWithin);
    }

    double lasted() {
        return lasted;
    }

    /** {@code progress} gets each sample at once. */
    void run(Consumer<Sample> progress) throws IOException, InterruptedException {
        Path memory = Path.of("/dev/shm");
        Path folder = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "sidecore-soak-")
                : Files.createTempDirectory("sidecore-soak-");
        try {
            List<Load> loads = Load.all(stint);
            for (Load load : loads) {
                load.start(folder);
            }
            Resources before = watch(loads, progress);
            // While the loads still run: what they need is no leak.
            Resources after = Resources.settled();
            stint.end();
            for (Load load : loads) {
                load.join();
            }
            verdicts = before == null ? List.of() : Drift.verdicts(before, after);
        } finally {
            stint.end();
            delete(folder);
        }
    }

    /** Returns what the process held at a tenth of the time; null if the run was shorter. */
    private Resources watch(List<Load> loads, Consumer<Sample> progress) throws InterruptedException {
        long start = System.nanoTime();
        long[] done = new long[loads.size()];
        double[] heard = new double[loads.size()];
        Resources before = null;
        for (int tick = 1; !stint.isOver() && lasted < seconds; tick++) {
            waitUntil(start, Math.min(seconds, tick * interval));
            lasted = (System.nanoTime() - start) / 1e9;
            if (before == null && lasted >= seconds * TENTH) {
                before = Resources.settled();
            }
            List<Sample.Traffic> traffic = new ArrayList<>();
            for (int i = 0; i < done.length; i++) {
                Load load = loads.get(i);
                long now = load.done();
                heard[i] = now > done[i] ? lasted : heard[i];
                if (lasted - heard[i] > SILENCE_SECONDS) {
                    stint.fail(load.name() + " hangs: nothing has arrived for " + SILENCE_SECONDS + " s");
                }
                traffic.add(traffic(load, now - done[i]));
                done[i] = now;
            }
            Sample sample = new Sample(lasted, Resources.now(), traffic);
            samples.add(sample);
            progress.accept(sample);
        }
        return before;
    }

    /** Or until somebody ends the run, or something is wrong. */
    private void waitUntil(long start, double end) throws InterruptedException {
        synchronized (woken) {
            for (double left = end; left > 0 && !stint.isOver(); left = end - (System.nanoTime() - start) / 1e9) {
                // A failure is noticed within a tenth of a second.
                woken.wait(Math.clamp((long) (left * 1000), 1, 100));
            }
        }
    }

    private static Sample.Traffic traffic(Load load, long done) {
        Histogram latency = load.interval();
        return new Sample.Traffic(load.name(), done, latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3, latency.getValueAtPercentile(99.9) / 1e3,
                latency.getMaxValue() / 1e3);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
