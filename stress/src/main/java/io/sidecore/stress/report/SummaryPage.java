package io.sidecore.stress.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The findings as one self-contained page, for a browser in light or dark, of any width. */
public final class SummaryPage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; --faint: #777; }
            @media (prefers-color-scheme: dark) { :root { --good: #56d364; --bad: #ff7b72; --faint: #999; } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
            .table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
            details { margin: .2rem 0; } summary { cursor: pointer; } small, .faint { color: var(--faint); }
            """;

    private SummaryPage() {}

    /**
     * Writes the page.
     *
     * @param findings to show
     * @param file     to write, replaced if it is there
     * @param details  address of JCStress's own report, relative to the page
     * @throws IOException if it cannot be written
     */
    public static void write(SuiteFindings findings, Path file, String details) throws IOException {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Sidecore stress</title>\n<style>").append(STYLE).append("</style></head><body>\n");
        page.append("<h1>").append(findings.isPassed() ? "Nothing forbidden was seen" : "Not passed").append("</h1>\n");
        page.append(String.format(Locale.ROOT,
                "<p>JCStress, mode %s, of the shipped classes; %d CPUs, %s, JVM %s. %,d samples of %d tests. <a href=\"%s\">All runs, by JVM mode</a></p>%n",
                findings.mode(), findings.cpus(), escape(System.getProperty("os.arch")),
                escape(Runtime.version().toString()), findings.samples(), findings.tests().size(), escape(details)));
        table(findings, page);
        page.append("<h2>Not exercised</h2>\n<ul>\n");
        findings.notExercised()
                .forEach(sentence -> page.append("<li>").append(escape(sentence)).append("</li>\n"));
        page.append("</ul>\n</body></html>\n");
        Files.writeString(file, page);
    }

    private static void table(SuiteFindings findings, StringBuilder page) {
        page.append("<div class=\"table\"><table>\n<tr><th>test</th><th>verdict</th><th class=\"number\">actors</th>")
                .append("<th class=\"number\">runs</th><th class=\"number\">samples</th></tr>\n");
        for (TestFinding test : findings.tests()) {
            page.append("<tr><td><details><summary>").append(escape(test.shortName())).append("</summary>");
            for (TestFinding.Outcome outcome : test.outcomes()) {
                page.append(String.format(Locale.ROOT, "<div%s><small>%s</small> %,d &times; <span>%s</span></div>",
                        outcome.isForbidden() ? " class=\"bad\"" : "", escape(outcome.id()), outcome.samples(),
                        escape(outcome.description())));
            }
            test.unseen().forEach(unseen -> page.append("<div class=\"faint\"><small>never</small> ")
                    .append(escape(unseen)).append("</div>"));
            test.errors().forEach(error -> page.append("<div class=\"bad\">").append(escape(error)).append("</div>"));
            page.append(String.format(Locale.ROOT,
                    "</details></td><td class=\"%s\">%s</td><td class=\"number\">%d</td><td class=\"number\">%d</td><td class=\"number\">%,d</td></tr>%n",
                    test.isPassed() ? "good" : test.runs() == 0 ? "faint" : "bad", test.verdict(), test.actors(),
                    test.runs(), test.samples()));
        }
        page.append("</table></div>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
