package io.sidecore.tools.engine;

import io.sidecore.syscall.counters.CoreSnapshot;
import io.sidecore.syscall.counters.Log2Histogram;
import java.util.Locale;
import java.util.function.Function;

/** A core's distributions for people: sizes of batches, and two latencies with their plot. */
final class CoreHistograms {
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999, 1};
    private static final int PLOT_WIDTH = 24;

    private final StringBuilder text = new StringBuilder();
    private final EngineLook look;
    private final CoreSnapshot core;
    private final boolean recent;

    private CoreHistograms(EngineLook look, CoreSnapshot core, boolean recent) {
        this.look = look;
        this.core = core;
        this.recent = recent;
    }

    /** Lines, each with a line feed. */
    static String of(EngineLook look, CoreSnapshot core, boolean recent) {
        CoreHistograms histograms = new CoreHistograms(look, core, recent);
        histograms.batches();
        histograms.latencies();
        return histograms.text.toString();
    }

    private Log2Histogram histogram(Function<CoreSnapshot, Log2Histogram> which) {
        return recent ? look.since(core, which).orElseThrow() : which.apply(core);
    }

    private void batches() {
        Log2Histogram sizes = histogram(CoreSnapshot::batchSizes);
        StringBuilder shares = new StringBuilder();
        for (int i = 0; i < Log2Histogram.BUCKETS; i++) {
            if (sizes.count(i) > 0) {
                shares.append(String.format(Locale.ROOT, "   %s: %s", sizes(i), percent(sizes, i)));
            }
        }
        line("    %-12s%s", "batch sizes", sizes.total() == 0 ? "   none" : shares);
    }

    private static String sizes(int bucket) {
        long least = Math.max(1, Log2Histogram.least(bucket));
        long greatest = Log2Histogram.greatest(bucket);
        return least == greatest ? "1" : greatest == Long.MAX_VALUE ? least + " and more" : least + "-" + greatest;
    }

    private void latencies() {
        if (core.samplingInterval() == 0) {
            line("    latency      calls are not timed");
            return;
        }
        Log2Histogram queue = histogram(CoreSnapshot::queueWait);
        Log2Histogram service = histogram(CoreSnapshot::serviceTime);
        line("    %-12s %10s %10s %10s %10s %10s %12s   1 call in %,d, %s", "latency", "p50", "p90", "p99", "p99.9",
                "max", "timed", core.samplingInterval(), recent ? "since the last look" : "since start");
        percentiles("queue wait", queue);
        percentiles("service time", service);
        plot(queue, service);
    }

    private void percentiles(String name, Log2Histogram histogram) {
        StringBuilder row = new StringBuilder();
        for (double share : SHARES) {
            row.append(String.format(Locale.ROOT, " %10s", bound(histogram.bucketOf(share))));
        }
        line("    %-12s%s %,12d", name, row, histogram.total());
    }

    private void plot(Log2Histogram queue, Log2Histogram service) {
        int from = Math.min(first(queue), first(service));
        int to = Math.max(queue.bucketOf(1), service.bucketOf(1));
        if (from > to) {
            return;
        }
        String row = "    %10s   %-" + (PLOT_WIDTH + 8) + "s   %s";
        line(row, "from", "queue wait", "service time");
        boolean gap = false;
        for (int i = from; i <= to; i++) {
            boolean empty = queue.count(i) == 0 && service.count(i) == 0;
            if (!empty) {
                line(row, nanos(Log2Histogram.least(i)), bar(queue, i), bar(service, i));
            } else if (!gap) {
                line(row, "...", "", "");
            }
            gap = empty;
        }
    }

    private static int first(Log2Histogram histogram) {
        return histogram.total() == 0 ? Log2Histogram.BUCKETS : histogram.bucketOf(0);
    }

    /** Its length is the bucket's share of the fullest one; at least one sign for what is not empty. */
    private static String bar(Log2Histogram histogram, int bucket) {
        if (histogram.count(bucket) == 0) {
            return "";
        }
        long fullest = 1;
        for (int i = 0; i < Log2Histogram.BUCKETS; i++) {
            fullest = Math.max(fullest, histogram.count(i));
        }
        long length = Math.max(1, Math.round((double) PLOT_WIDTH * histogram.count(bucket) / fullest));
        return "#".repeat((int) length) + ' ' + percent(histogram, bucket);
    }

    private static String percent(Log2Histogram histogram, int bucket) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * histogram.count(bucket) / histogram.total());
    }

    /** Below which a bucket's values are. */
    private static String bound(int bucket) {
        return bucket < 0
                ? "-"
                : bucket == Log2Histogram.BUCKETS - 1
                        ? ">= " + nanos(Log2Histogram.least(bucket))
                        : "< " + nanos(Log2Histogram.least(bucket + 1));
    }

    private static String nanos(long nanos) {
        if (nanos < 1000) {
            return nanos + " ns";
        }
        double value = nanos / 1e3;
        String unit = "us";
        if (nanos >= 1_000_000) {
            value = nanos >= 1_000_000_000 ? nanos / 1e9 : nanos / 1e6;
            unit = nanos >= 1_000_000_000 ? "s" : "ms";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, unit);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append(System.lineSeparator());
    }
}
