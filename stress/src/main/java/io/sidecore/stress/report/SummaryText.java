package io.sidecore.stress.report;

import java.io.PrintWriter;
import java.util.Locale;

/** The findings for a terminal. */
public final class SummaryText {
    private SummaryText() {}

    /**
     * Prints a line for each test, and what was not exercised.
     *
     * @param findings to show
     * @param out      where to
     */
    public static void print(SuiteFindings findings, PrintWriter out) {
        out.printf(Locale.ROOT, "%n%-28s %-9s %6s %5s %18s %12s %s%n", "test", "verdict", "actors", "runs", "samples",
                "interesting", "forbidden");
        for (TestFinding test : findings.tests()) {
            out.printf(Locale.ROOT, "%-28s %-9s %6d %5d %,18d %,12d %,9d%n", test.shortName(), test.verdict(),
                    test.actors(), test.runs(), test.samples(), test.interesting(), test.forbidden());
            for (TestFinding.Outcome outcome : test.outcomes()) {
                if (outcome.isForbidden()) {
                    out.printf(Locale.ROOT, "    %s  %,d times: %s%n", outcome.id(), outcome.samples(),
                            outcome.description());
                }
            }
            test.errors().forEach(error -> out.println("    " + error));
        }
        out.printf(Locale.ROOT, "%n%s, %d CPUs: %,d samples; %s%n%nNot exercised:%n", findings.how(),
                findings.cpus(), findings.samples(),
                findings.isPassed() ? "nothing forbidden was seen" : "NOT PASSED");
        findings.notExercised().forEach(sentence -> out.println("- " + sentence));
        out.flush();
    }
}
