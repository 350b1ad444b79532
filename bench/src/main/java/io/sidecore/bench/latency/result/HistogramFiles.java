package io.sidecore.bench.latency.result;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** The files of HdrHistogram: percentile distributions, and what interval logs hold. */
public final class HistogramFiles {
    /** Nanoseconds in the unit of both kinds of file, a microsecond. Histograms in logs are in nanoseconds themselves; only the column of maxima is scaled. */
    public static final double SCALE = 1000;

    private HistogramFiles() {}

    /**
     * Writes a percentile distribution, as plotters read it.
     *
     * @param file      to write
     * @param histogram in nanoseconds
     * @throws IOException if that fails
     */
    public static void writeDistribution(Path file, Histogram histogram) throws IOException {
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(out, SCALE);
            out.println("#[Unit    = microseconds; recorded in nanoseconds and divided by 1000]");
            if (out.checkError()) {
                throw new IOException(file + " could not be written");
            }
        }
    }

    /**
     * Adds up an interval log.
     *
     * @param log to read
     * @return the sum of all intervals, by tag, in nanoseconds, in the order in which the tags appear
     * @throws FileNotFoundException if there is none
     */
    public static Map<String, Histogram> sums(Path log) throws FileNotFoundException {
        Map<String, Histogram> sums = new LinkedHashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(log.toFile())) {
            while (reader.hasNext()) {
                Histogram interval = (Histogram) reader.nextIntervalHistogram();
                sums.merge(interval.getTag(), interval, (sum, more) -> {
                    sum.add(more);
                    return sum;
                });
            }
        }
        return sums;
    }
}
