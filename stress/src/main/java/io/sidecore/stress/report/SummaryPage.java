package io.sidecore.stress.report;

import io.sidecore.tools.report.HtmlPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The findings as one self-contained page, for a browser in light or dark, of any width. */
public final class SummaryPage {
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
        HtmlPage html = new HtmlPage("Sidecore stress", "",
                findings.isPassed() ? "Nothing forbidden was seen" : "Not passed");
        StringBuilder page = new StringBuilder();
        page.append(String.format(Locale.ROOT,
                "<p>JCStress, %s, of the shipped classes; %d CPUs, %s, JVM %s. %,d samples of %d tests. <a href=\"%s\">All runs, by JVM mode</a></p>%n",
                findings.how(), findings.cpus(), HtmlPage.escape(System.getProperty("os.arch")),
                HtmlPage.escape(Runtime.version().toString()), findings.samples(), findings.tests().size(),
                HtmlPage.escape(details)));
        table(findings, page);
        page.append("<h2>Not exercised</h2>\n<ul>\n");
        findings.notExercised()
                .forEach(sentence -> page.append("<li>").append(HtmlPage.escape(sentence)).append("</li>\n"));
        page.append("</ul>\n");
        html.add(page.toString()).write(file);
    }

    private static void table(SuiteFindings findings, StringBuilder page) {
        page.append("<div class=\"table\"><table>\n<tr><th>test</th><th>verdict</th><th class=\"number\">actors</th>")
                .append("<th class=\"number\">runs</th><th class=\"number\">samples</th></tr>\n");
        for (TestFinding test : findings.tests()) {
            page.append("<tr><td><details><summary>").append(HtmlPage.escape(test.shortName())).append("</summary>");
            for (TestFinding.Outcome outcome : test.outcomes()) {
                page.append(String.format(Locale.ROOT, "<div%s><small>%s</small> %,d &times; <span>%s</span></div>",
                        outcome.isForbidden() ? " class=\"bad\"" : "", HtmlPage.escape(outcome.id()), outcome.samples(),
                        HtmlPage.escape(outcome.description())));
            }
            test.unseen().forEach(unseen -> page.append("<div class=\"faint\"><small>never</small> ")
                    .append(HtmlPage.escape(unseen)).append("</div>"));
            test.errors().forEach(
                    error -> page.append("<div class=\"bad\">").append(HtmlPage.escape(error)).append("</div>"));
            page.append(String.format(Locale.ROOT,
                    "</details></td><td class=\"%s\">%s</td><td class=\"number\">%d</td><td class=\"number\">%d</td><td class=\"number\">%,d</td></tr>%n",
                    test.isPassed() ? "good" : test.runs() == 0 ? "faint" : "bad", test.verdict(), test.actors(),
                    test.runs(), test.samples()));
        }
        page.append("</table></div>\n");
    }
}
