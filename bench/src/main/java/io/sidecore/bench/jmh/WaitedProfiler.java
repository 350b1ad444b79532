package io.sidecore.bench.jmh;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The share of an iteration in which a measuring thread was ready to run and others had its CPU: the second column of schedstat, of the
 * threads that JMH has named its workers. 0 where the kernel keeps none.
 */
public final class WaitedProfiler implements InternalProfiler {
    static final String LABEL = "waited";

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String WORKER = "jmh-worker";
    private static final double PERCENT = 100;

    private long waited;
    private long began;

    /** Made by JMH. */
    public WaitedProfiler() {}

    @Override
    public String getDescription() {
        return "Time that the workers waited for a CPU, in percent";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        waited = waitedByWorkers();
        began = System.nanoTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double nanos = System.nanoTime() - began;
        double share = (waitedByWorkers() - waited) / nanos / Math.max(1, benchmark.getThreads());
        return List.of(new ScalarResult(LABEL, PERCENT * share, "%", AggregationPolicy.AVG));
    }

    /** Nanoseconds. Threads have the first 15 characters of their names in the kernel, so those that the JVM knows tell which they are. */
    private static long waitedByWorkers() {
        String start = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains(WORKER)).findFirst()
                .map(name -> name.substring(0, Math.min(15, name.length())))
                .orElse(WORKER);
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                sum += waited(task, start);
            }
        } catch (IOException e) {
            return 0;
        }
        return sum;
    }

    private static long waited(Path task, String start) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(start.strip())
                    ? Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[1])
                    : 0;
        } catch (NoSuchFileException e) {
            // The thread has ended meanwhile, or the kernel keeps no such statistics.
            return 0;
        }
    }
}
