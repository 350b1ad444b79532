package io.sidecore.stress.soak;

import io.sidecore.tools.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A run as a self-contained page, for a browser in light or dark, of any width, and as JSON. */
final class SoakReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; --faint: #666;
              --c0: #1f6feb; --c1: #b35900; --c2: #8250df; --c3: #c62828; }
            @media (prefers-color-scheme: dark) { :root { --good: #56d364; --bad: #ff7b72; --faint: #aaa;
              --c0: #79b8ff; --c1: #ffab70; --c2: #d2a8ff; --c3: #ff7b72; } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 84rem; margin: 1.5rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
            figure { margin: 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
            svg text { fill: var(--faint); font-size: 13px; } .grid { stroke: var(--line); }
            polyline { fill: none; stroke-width: 2; }
            polyline.line0 { stroke: var(--c0); } polyline.line1 { stroke: var(--c1); }
            polyline.line2 { stroke: var(--c2); } polyline.line3 { stroke: var(--c3); }
            .legend span { margin-right: 1rem; white-space: nowrap; } .legend span::before { content: "\\2014"; margin-right: .4rem; }
            span.line0 { color: var(--c0); } span.line1 { color: var(--c1); }
            span.line2 { color: var(--c2); } span.line3 { color: var(--c3); }
            .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; overflow-wrap: anywhere; }
            """;

    private final SoakRun run;

    SoakReport(SoakRun run) {
        this.run = run;
    }

    /** Both files, replaced if they are there. */
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("soak.html"), page());
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

    private String page() {
        List<Sample> samples = run.samples();
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Sidecore soak</title>\n<style>").append(STYLE).append("</style></head><body>\n<h1>")
                .append(run.isGood() ? "Nothing was wrong, and nothing has grown" : "Not passed").append("</h1>\n");
        page.append(String.format(Locale.ROOT,
                "<p>%s of all rings and syscall pages at once, %,d messages and calls, each checked; %d CPUs, %s, JVM %s; ended %s.</p>%n",
                LinePlot.time(run.lasted()), samples.stream().mapToLong(Sample::done).sum(),
                Runtime.getRuntime().availableProcessors(), escape(System.getProperty("os.arch")),
                escape(Runtime.version().toString()), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        if (run.failure() != null) {
            page.append("<p class=\"bad\">").append(escape(run.failure())).append("</p>\n");
        }
        page.append("<h2>What the process holds</h2>\n<ul>\n");
        run.verdicts().forEach(verdict -> page.append("<li class=\"").append(verdict.isWithin() ? "good" : "bad")
                .append("\">").append(escape(verdict.toString())).append("</li>\n"));
        page.append(run.verdicts().isEmpty() ? "<li>the run was too short to compare</li>\n</ul>\n" : "</ul>\n");
        if (!samples.isEmpty()) {
            plots(page, samples);
        }
        return page.append("</body></html>\n").toString();
    }

    private static void plots(StringBuilder page, List<Sample> samples) {
        page.append("<div class=\"plots\">\n");
        page.append(LinePlot.svg("Memory, MiB", samples,
                List.of(new LinePlot.Line("resident", sample -> sample.resources().rssKib() / 1024.0),
                        new LinePlot.Line("Java heap", sample -> sample.resources().heapKib() / 1024.0)),
                false));
        page.append(LinePlot.svg("Descriptors and threads", samples,
                List.of(new LinePlot.Line("descriptors", sample -> sample.resources().descriptors()),
                        new LinePlot.Line("threads", sample -> sample.resources().threads())),
                false));
        page.append("</div>\n<h2>Latency from the moment a burst was due</h2>\n<div class=\"plots\">\n");
        for (int i = 0; i < samples.getFirst().loads().size(); i++) {
            int load = i;
            page.append(LinePlot.svg(escape(samples.getFirst().loads().get(load).name()), samples,
                    List.of(new LinePlot.Line("median", sample -> sample.loads().get(load).p50()),
                            new LinePlot.Line("99 %", sample -> sample.loads().get(load).p99()),
                            new LinePlot.Line("99.9 %", sample -> sample.loads().get(load).p999()),
                            new LinePlot.Line("highest", sample -> sample.loads().get(load).most())),
                    true));
        }
        page.append("</div>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
