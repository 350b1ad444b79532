package io.sidecore.bench.latency.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.latency.meter.Histograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramFilesTest {
    @TempDir
    private Path folder;
    private final Histogram histogram = Histograms.empty();

    @BeforeEach
    void record() {
        for (long nanos = 1; nanos <= 10_000; nanos++) {
            histogram.recordValue(nanos);
        }
    }

    @Test
    void logGivesBackTheSumOfTheWindowsOfEachContender() throws Exception {
        Path file = folder.resolve("a.hlog");
        try (IntervalLog log = new IntervalLog(file, "a test", 1_000)) {
            log.add("one", 1_500, 2_000, histogram);
            log.add("other", 2_000, 2_500, histogram);
            log.add("one", 2_500, 3_000, histogram);
        }
        Map<String, Histogram> sums = HistogramFiles.sums(file);
        assertThat(sums).containsOnlyKeys("one", "other");
        assertThat(sums.get("one").getTotalCount()).isEqualTo(20_000);
        assertThat(sums.get("other").getTotalCount()).isEqualTo(10_000);
        assertThat(sums.get("one").getValueAtPercentile(50)).isEqualTo(histogram.getValueAtPercentile(50));
        assertThat(sums.get("one").getMaxValue()).isEqualTo(histogram.getMaxValue());
    }

    @Test
    void intervalsHaveTheirTimes() throws Exception {
        Path file = folder.resolve("a.hlog");
        try (IntervalLog log = new IntervalLog(file, "a test", 1_000)) {
            log.add("one", 1_500, 2_000, histogram);
        }
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            EncodableHistogram interval = reader.nextIntervalHistogram();
            assertThat(interval.getTag()).isEqualTo("one");
            assertThat(interval.getStartTimeStamp()).isEqualTo(1_500);
            assertThat(interval.getEndTimeStamp()).isEqualTo(2_000);
        }
        // 10.007 µs is the end of the bucket of 10,000 ns.
        assertThat(Files.readString(file)).contains("a test; histograms in nanoseconds", "Tag=one,0.500,0.500,10.0");
    }

    @Test
    void distributionIsInMicrosecondsAndSaysSo() throws Exception {
        Path file = folder.resolve("a.hgrm");
        HistogramFiles.writeDistribution(file, histogram);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst().split("\\s+")).contains("Value", "Percentile", "TotalCount");
        String[] median = lines.stream().filter(line -> line.contains(" 0.500000000000 ")).findFirst().orElseThrow()
                .strip().split("\\s+");
        assertThat(Double.parseDouble(median[0])).isBetween(4.99, 5.01);
        assertThat(Long.parseLong(median[2])).isBetween(5_000L, 5_010L);
        assertThat(lines.getLast()).startsWith("#[").contains("microseconds", "divided by 1000");
    }
}
