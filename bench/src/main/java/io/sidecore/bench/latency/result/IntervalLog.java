package io.sidecore.bench.latency.result;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** An interval log that is being written: one line a window, tagged by contender. One thread. */
public final class IntervalLog implements AutoCloseable {
    private final Path file;
    private final PrintStream out;
    private final HistogramLogWriter writer;
    private final long base;

    /**
     * Begins a log.
     *
     * @param file    to write
     * @param what    the first line, for people
     * @param started milliseconds since 1970
     * @throws IOException if the file cannot be written
     */
    public IntervalLog(Path file, String what, long started) throws IOException {
        out = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        this.file = file;
        writer = new HistogramLogWriter(out);
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

    /**
     * Ends the log.
     *
     * @throws IOException if not all of it could be written
     */
    @Override
    public void close() throws IOException {
        boolean failed = out.checkError();
        writer.close();
        if (failed) {
            throw new IOException(file + " could not be written in full");
        }
    }
}
