package io.sidecore.stress.soak;

import io.sidecore.tools.report.Axis;
import io.sidecore.tools.report.HtmlPage;
import io.sidecore.tools.report.Json;
import io.sidecore.tools.report.Plot;
import io.sidecore.tools.report.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A run as a self-contained page, for a browser in light or dark, of any width, and as JSON. */
final class SoakReport {
    private final SoakRun run;

    SoakReport(SoakRun run) {
        this.run = run;
    }

    /** Both files, replaced if they are there. */
    void write(Path folder) throws IOException {
        page().write(folder.resolve("soak.html"));
        Files.writeString(folder.resolve("soak.json"), json() + "\n");
    }

    private String json() {
        return new Json().put("seconds", run.lasted()).put("good", run.isGood()).put("failure", run.failure())
                .put("drift", run.verdicts().stream()
                        .map(verdict -> new Json().put("what", verdict.what()).put("before", verdict.before())
                                .put("after", verdict.after()).put("bound", verdict.bound())
                                .put("within", verdict.isWithin()))
                        .toList())
                .put("samples", run.samples().stream().map(Sample::toJson).toList()).toString();
    }

    private HtmlPage page() {
        List<Sample> samples = run.samples();
        HtmlPage page = new HtmlPage("Sidecore soak", "",
                run.isGood() ? "Nothing was wrong, and nothing has grown" : "Not passed");
        page.add(String.format(Locale.ROOT,
                "<p>%s of all rings and syscall pages at once, %,d messages and calls, each checked; %d CPUs, %s, JVM %s; ended %s.</p>%n",
                Span.text(run.lasted()), samples.stream().mapToLong(Sample::done).sum(),
                Runtime.getRuntime().availableProcessors(), HtmlPage.escape(System.getProperty("os.arch")),
                HtmlPage.escape(Runtime.version().toString()), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        if (run.failure() != null) {
            page.add("<p class=\"bad\">" + HtmlPage.escape(run.failure()) + "</p>\n");
        }
        page.add("<h2>What the process holds</h2>\n<ul>\n");
        run.verdicts().forEach(verdict -> page.add(String.format("<li class=\"%s\">%s</li>%n",
                verdict.isWithin() ? "good" : "bad", HtmlPage.escape(verdict.toString()))));
        page.add(run.verdicts().isEmpty() ? "<li>the run was too short to compare</li>\n</ul>\n" : "</ul>\n");
        if (!samples.isEmpty()) {
            plots(page, samples);
        }
        return page;
    }

    private static void plots(HtmlPage page, List<Sample> samples) {
        page.add("<div class=\"plots\">\n");
        page.add(plot("Memory", Axis.linear("MiB"),
                line("resident", samples, sample -> sample.resources().rssKib() / 1024.0),
                line("Java heap", samples, sample -> sample.resources().heapKib() / 1024.0)));
        page.add(plot("Descriptors and threads", Axis.linear("number"),
                line("descriptors", samples, sample -> sample.resources().descriptors()),
                line("threads", samples, sample -> sample.resources().threads())));
        page.add("</div>\n<h2>Latency from the moment a burst was due</h2>\n<div class=\"plots\">\n");
        for (int i = 0; i < samples.getFirst().loads().size(); i++) {
            int load = i;
            page.add(plot(samples.getFirst().loads().get(load).name(),
                    Axis.logarithmic("latency, microseconds"),
                    line("median", samples, sample -> sample.loads().get(load).p50()),
                    line("99 %", samples, sample -> sample.loads().get(load).p99()),
                    line("99.9 %", samples, sample -> sample.loads().get(load).p999()),
                    line("highest", samples, sample -> sample.loads().get(load).most())));
        }
        page.add("</div>\n");
    }

    private static Series line(String name, List<Sample> samples, ToDoubleFunction<Sample> value) {
        return new Series(name, samples.stream()
                .map(sample -> new Series.Point(sample.seconds(), value.applyAsDouble(sample))).toList(), false);
    }

    private static String plot(String title, Axis y, Series... lines) {
        return new Plot(title, Axis.linear("time").with(Span::text), y, List.of(lines)).html();
    }
}
