package io.sidecore.bench.jmh;

import com.sun.management.ThreadMXBean;
import io.sidecore.bench.counters.Taken;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What threads did in an iteration besides the benchmark.
 *
 * <p>Waited: the share of the time in which a measuring thread was ready to run and others had its CPU: the second column of schedstat, of the
 * threads that JMH has named its workers and that the benchmark has pinned; one that may run on several CPUs takes turns with the threads that
 * it has itself started. NaN where there is no such thread, 0 where the kernel keeps none.
 *
 * <p>Allocated: bytes for each operation, of all threads that lived through the iteration but the one that profilers run on. JMH's gc profiler counts that one, too, and
 * with it what JMH allocates for itself.
 */
public final class ThreadsProfiler implements InternalProfiler {
    static final String WAITED = "waited";
    static final String ALLOCATED = "allocated";

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String WORKER = "jmh-worker";
    private static final double PERCENT = 100;

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private OptionalLong waited;
    private long began;
    /** Threads, and what each had allocated when the iteration began. */
    private long[] ids;
    private long[] bytes;

    /** Made by JMH. */
    public ThreadsProfiler() {}

    @Override
    public String getDescription() {
        return "Time that the workers waited for a CPU, and what threads allocated";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        waited = waitedByWorkers();
        ids = LongStream.of(threads.getAllThreadIds()).filter(id -> id != Thread.currentThread().threadId()).toArray();
        bytes = threads.getThreadAllocatedBytes(ids);
        began = System.nanoTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double nanos = System.nanoTime() - began;
        double share = waitedSince() / nanos / Math.max(1, benchmark.getThreads());
        double each = (double) allocated() / Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(WAITED, PERCENT * share, "%", AggregationPolicy.AVG),
                new ScalarResult(ALLOCATED, each, "B/op", AggregationPolicy.AVG));
    }

    private double waitedSince() {
        OptionalLong now = waitedByWorkers();
        return now.isPresent() && waited.isPresent() ? now.getAsLong() - waited.getAsLong() : Double.NaN;
    }

    private long allocated() {
        long[] now = threads.getThreadAllocatedBytes(ids);
        // One that has ended is -1.
        return IntStream.range(0, now.length).mapToLong(thread -> Math.max(0, now[thread] - bytes[thread])).sum();
    }

    /** Nanoseconds. Threads have the first 15 characters of their names in the kernel, so those that the JVM knows tell which they are. */
    private static OptionalLong waitedByWorkers() {
        String start = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains(WORKER)).findFirst()
                .map(name -> name.substring(0, Math.min(15, name.length())))
                .orElse(WORKER);
        OptionalLong sum = OptionalLong.empty();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                OptionalLong one = waited(task, start);
                if (one.isPresent()) {
                    sum = OptionalLong.of(sum.orElse(0) + one.getAsLong());
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return sum;
    }

    private static boolean isPinned(Path task) throws IOException {
        return Files.readAllLines(task.resolve("status")).stream()
                .anyMatch(line -> line.matches("Cpus_allowed_list:\\s*\\d+"));
    }

    private static OptionalLong waited(Path task, String start) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(start.strip()) && isPinned(task)
                    ? OptionalLong.of(Taken.waitedNanos(Integer.parseInt(task.getFileName().toString())))
                    : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            // The thread has ended meanwhile.
            return OptionalLong.empty();
        }
    }
}
