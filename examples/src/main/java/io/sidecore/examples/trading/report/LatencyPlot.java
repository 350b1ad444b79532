package io.sidecore.examples.trading.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Percentiles of both runs as a PNG: latency over the number of nines, both logarithmic. */
public final class LatencyPlot {
    private static final Color DIRECT = new Color(0xC0392B);
    private static final Color PAGE = new Color(0x1F5FA8);

    private LatencyPlot() {}

    /**
     * Draws and writes the plot.
     *
     * @param comparison what to draw
     * @param file       PNG to write
     * @throws IOException if it cannot be drawn here (no fonts, for example) or not be written
     */
    public static void write(Comparison comparison, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        try {
            XYChart chart = new XYChartBuilder().width(1100).height(650)
                    .title("Order to matching engine, to disk: latency")
                    .xAxisTitle("percentile").yAxisTitle("microseconds since the intended send time").build();
            chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern("#,##0.###")
                    .setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal)
                    .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
            chart.setCustomXAxisTickLabelsFormatter(LatencyPlot::percentileLabel);
            add(chart, "direct, processed", comparison.direct().processed(), DIRECT, false);
            add(chart, "page, processed", comparison.page().processed(), PAGE, false);
            add(chart, "direct, durable", comparison.direct().durable(), DIRECT, true);
            add(chart, "page, durable", comparison.page().durable(), PAGE, true);
            try (var output = Files.newOutputStream(file)) {
                BitmapEncoder.saveBitmap(chart, output, BitmapEncoder.BitmapFormat.PNG);
            }
        } catch (LinkageError | java.awt.AWTError | IllegalStateException | InternalError e) {
            throw new IOException("no plot: this JVM cannot draw text (is a font installed, with fontconfig?): " + e,
                    e);
        }
    }

    /** The x axis counts nines: 1 is 90 %, 3 is 99.9 %. Labels must differ, or the chart never stops looking for some. */
    private static String percentileLabel(double nines) {
        return new BigDecimal(100 - 100 * Math.pow(10, -nines)).round(new MathContext(3 + (int) nines))
                .stripTrailingZeros()
                .toPlainString() + " %";
    }

    private static void add(XYChart chart, String name, Histogram histogram, Color colour, boolean dashed) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        long total = histogram.getTotalCount();
        for (double inverse = 1; inverse <= total; inverse *= 1.15) {
            x.add(Math.log10(inverse));
            y.add(Math.max(1, histogram.getValueAtPercentile(100 - 100 / inverse)) / 1e3);
        }
        var series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineColor(colour);
        series.setLineStyle(dashed
                ? new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[]{7, 5}, 0)
                : new BasicStroke(2.5f));
    }
}
