package io.sidecore.examples.trading.report;

import io.sidecore.examples.trading.journal.ReplayReport;
import io.sidecore.examples.trading.run.RunResult;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Both kinds of run side by side.
 *
 * @param direct       system calls on the hot thread
 * @param page         system calls through the syscall page
 * @param directReplay the last direct run's journal, replayed
 * @param pageReplay   the last page run's journal, replayed
 * @param lost         messages that any journal lacks
 * @param booksMatch   whether every replayed book equals the live ones
 */
public record Comparison(RunResult direct, RunResult page, ReplayReport directReplay, ReplayReport pageReplay,
        long lost,
        boolean booksMatch) {
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};
    private static final String[] NAMES = {"p50", "p99", "p99.9", "max"};

    /** {@return the table for the console; times in microseconds, the ratio is direct over page} */
    public String table() {
        StringBuilder table = new StringBuilder();
        line(table, "", "direct", "page", "direct/page");
        for (int i = 0; i < NAMES.length; i++) {
            latency(table, "processed " + NAMES[i] + " (us)", direct.processed(), page.processed(), PERCENTILES[i]);
        }
        for (int i = 0; i < NAMES.length; i++) {
            latency(table, "  from the ring, " + NAMES[i] + " (us)", direct.fromRing(), page.fromRing(),
                    PERCENTILES[i]);
        }
        for (int i = 0; i < NAMES.length; i++) {
            latency(table, "durable " + NAMES[i] + " (us)", direct.durable(), page.durable(), PERCENTILES[i]);
        }
        latency(table, "gateway late by, p99.9 (us)", direct.lateness(), page.lateness(), 99.9);
        line(table, "messages per second", number(direct.perSecond()), number(page.perSecond()),
                ratio(direct.perSecond(), page.perSecond()));
        line(table, "system calls of the hot thread", number(direct.hotCalls()), number(page.hotCalls()), "");
        line(table, "  per message", String.format(Locale.ROOT, "%.4f", (double) direct.hotCalls() / direct.messages()),
                String.format(Locale.ROOT, "%.4f", (double) page.hotCalls() / page.messages()), "");
        line(table, "calls that the engine executed", number(direct.engineCalls()), number(page.engineCalls()), "");
        line(table, "fdatasync calls", number(direct.syncs()), number(page.syncs()), "");
        line(table, "trades published", number(direct.trades()), number(page.trades()), "");
        line(table, "  received by the subscriber", number(direct.received()), number(page.received()), "");
        line(table, "  not taken by the kernel", number(direct.sendFailures()), number(page.sendFailures()), "");
        line(table, "messages rejected by the book", number(direct.rejected()), number(page.rejected()), "");
        return table.toString();
    }

    private static void latency(StringBuilder table, String name, Histogram direct, Histogram page, double percentile) {
        double slow = direct.getValueAtPercentile(percentile) / 1e3;
        double fast = page.getValueAtPercentile(percentile) / 1e3;
        line(table, name, String.format(Locale.ROOT, "%.1f", slow), String.format(Locale.ROOT, "%.1f", fast),
                ratio(slow, fast));
    }

    private static void line(StringBuilder table, String name, String direct, String page, String ratio) {
        table.append(String.format(Locale.ROOT, "  %-32s %14s %14s %12s%n", name, direct, page, ratio));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratio(double direct, double page) {
        return page == 0 ? "-" : String.format(Locale.ROOT, "%.2f", direct / page);
    }

    /** {@return the same figures for scripts; see the README for the fields} */
    public String json() {
        return String.format(Locale.ROOT, """
                {
                  "direct": %s,
                  "page": %s,
                  "books_match": %b,
                  "lost": %d
                }
                """, json(direct), json(page), booksMatch, lost);
    }

    private static String json(RunResult run) {
        Histogram processed = run.processed();
        Histogram ring = run.fromRing();
        Histogram durable = run.durable();
        return String.format(Locale.ROOT, """
                {
                    "p50_ns": %d, "p99_ns": %d, "p999_ns": %d, "max_ns": %d,
                    "ring_p50_ns": %d, "ring_p99_ns": %d, "ring_p999_ns": %d, "ring_max_ns": %d,
                    "durable_p50_ns": %d, "durable_p99_ns": %d, "durable_p999_ns": %d, "durable_max_ns": %d,
                    "per_second": %.1f, "messages": %d, "hot_thread_syscalls": %d, "hot_thread_syscalls_source": "%s",
                    "engine_calls": %d, "fdatasyncs": %d, "trades": %d, "rejected": %d
                  }""", processed.getValueAtPercentile(50), processed.getValueAtPercentile(99),
                processed.getValueAtPercentile(99.9), processed.getMaxValue(), ring.getValueAtPercentile(50),
                ring.getValueAtPercentile(99),
                ring.getValueAtPercentile(99.9), ring.getMaxValue(), durable.getValueAtPercentile(50),
                durable.getValueAtPercentile(99), durable.getValueAtPercentile(99.9), durable.getMaxValue(),
                run.perSecond(),
                run.messages(), run.hotCalls(), run.callSource(), run.engineCalls(), run.syncs(), run.trades(),
                run.rejected());
    }
}
