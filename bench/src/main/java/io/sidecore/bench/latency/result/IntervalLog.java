package io.sidecore.bench.latency.result;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** An interval log that is being written: one line a window, tagged by contender. One thread. */
public final class IntervalLog implements AutoCloseable {
    private final HistogramLogWriter writer;
    private final long base;

    /**
     * Begins a log.
     *
     * @param file    to write
     * @param what    the first line, for people
     * @param started milliseconds since 1970
     * @throws FileNotFoundException if the file cannot be written
     */
    public IntervalLog(Path file, String what, long started) throws FileNotFoundException {
        writer = new HistogramLogWriter(file.toFile());
        base = started;
        writer.outputComment("[" + what + "; histograms in nanoseconds, maxima below in microseconds]");
        writer.outputLogFormatVersion();
        writer.outputBaseTime(started);
        writer.outputStartTime(started);
        writer.outputLegend();
    }

    /**
     * Adds a window.
     *
     * @param tag       of the contender; without spaces, commas and line ends
     * @param began     milliseconds since 1970
     * @param ended     milliseconds since 1970
     * @param histogram in nanoseconds; gets the tag
     */
    public void add(String tag, long began, long ended, Histogram histogram) {
        histogram.setTag(tag);
        histogram.setStartTimeStamp(began);
        histogram.setEndTimeStamp(ended);
        writer.outputIntervalHistogram((began - base) / 1e3, (ended - base) / 1e3, histogram, HistogramFiles.SCALE);
    }

    @Override
    public void close() {
        writer.close();
    }
}
