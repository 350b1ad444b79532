package io.sidecore.tools.engine;

import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.CoreSnapshot;
import io.sidecore.syscall.counters.CoreState;
import io.sidecore.syscall.counters.CoreTotals;
import io.sidecore.syscall.counters.EngineSnapshot;
import io.sidecore.syscall.counters.PageSnapshot;
import io.sidecore.syscall.counters.PageTotals;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A look at an engine for people. */
final class TextReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String PAGE_ROW = "    %-4s %-18s %-7s %8s %9s %13s %13s %8s %9s %8s %8s";

    private final StringBuilder text = new StringBuilder();
    private final ProcessEngines process;
    private final EngineLook look;
    private final EngineSnapshot counters;
    private final boolean recent;

    private TextReport(ProcessEngines process, EngineLook look, boolean recent) {
        this.process = process;
        this.look = look;
        this.counters = look.now().counters();
        this.recent = recent && look.before().isPresent();
    }

    /** Lines, each with a line feed. {@code recent}: histograms of what came between the two looks, instead of since the start. */
    static String of(ProcessEngines process, EngineLook look, boolean recent) {
        TextReport report = new TextReport(process, look, recent);
        report.engine();
        report.counters.cores().forEach(report::core);
        report.pages();
        return report.text.toString();
    }

    private void engine() {
        EngineSample now = look.now();
        line("process %d (%s), descriptor %d: engine %s, since %s%s", process.pid(),
                ProcessEngines.command(process.pid()), now.descriptor(),
                counters.name().isEmpty() ? "without a name" : counters.name(),
                TIME.format(LocalDateTime.ofInstant(now.created(), ZoneId.systemDefault())),
                now.creatorPid() == process.pid() ? "" : ", of process " + now.creatorPid());
        if (counters.coresUncounted() > 0) {
            line("  %,d cores more than there are counters for", counters.coresUncounted());
        }
    }

    private void core(CoreSnapshot core) {
        line("  core %d: %s, %s; threads %d, most %d, limit %d, standing by %d; blocked calls %d",
                core.index(), core.cpu() < 0 ? "not pinned" : "CPU " + core.cpu(), state(core), core.threads(),
                core.mostThreads(), core.threadLimit(), core.standby(), core.blocked());
        CoreTotals totals = core.totals();
        Optional<CoreTotals> since = look.since(core);
        line("    %-12s %20s %15s", "", "since start", look.seconds().isPresent() ? "a second" : "");
        count("executed", totals.executed(), since.map(CoreTotals::executed));
        count("batches", totals.batches(), since.map(CoreTotals::batches));
        count("spins", totals.spins(), since.map(CoreTotals::spins));
        count("parks", totals.parks(), since.map(CoreTotals::parks));
        count("wake-ups", totals.wakeUps(), since.map(CoreTotals::wakeUps));
        count("hand-offs", totals.handOffs(), since.map(CoreTotals::handOffs));
        count("would block", totals.wouldBlock(), since.map(CoreTotals::wouldBlock));
        count("held back", totals.heldBack(), since.map(CoreTotals::heldBack));
        count("cancelled", totals.cancelled(), since.map(CoreTotals::cancelled));
        text.append(CoreHistograms.of(look, core, recent));
    }

    private static String state(CoreSnapshot core) {
        return core.state() == CoreState.IN_CALL
                ? core.isInFunction()
                        ? "in function " + core.function()
                        : "in call " + core.call() + " (" + SyscallNumber.name(core.call()) + ")"
                : core.state().name().toLowerCase(Locale.ROOT);
    }

    private void count(String name, long total, Optional<Long> since) {
        line("    %-12s %,20d %15s", name, total, since.map(this::rate).orElse(""));
    }

    private String rate(long count) {
        double rate = count / look.seconds().orElseThrow();
        return String.format(Locale.ROOT, rate > 0 && rate < 10 ? "%.1f" : "%,.0f", rate);
    }

    private void pages() {
        line("  pages: %,d open, %,d opened since start%s", counters.pages().size(), counters.pagesOpened(),
                counters.pagesUncounted() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d of these without counters", counters.pagesUncounted()));
        line(PAGE_ROW, "page", "owner", "kind", "capacity", "in flight", "submitted", "reaped", "full", "wake-ups",
                "waits", "cancels");
        for (PageSnapshot page : counters.pages()) {
            totals(page.totals(), page.index(), owner(page), page.kind().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, "%,d", page.capacity()),
                    String.format(Locale.ROOT, "%,d", page.inFlight()));
            look.since(page).ifPresent(this::rates);
        }
        totals(counters.allPages(), "all", "closed ones, too", "", "", "");
        look.allPagesSince().ifPresent(this::rates);
        look.seconds().ifPresent(seconds -> line("  (a second: over %.1f s)", seconds));
    }

    private String owner(PageSnapshot page) {
        if (page.owner() == 0) {
            return "not told";
        }
        String name = process.thread(page.owner());
        return page.owner() + (name.isEmpty() ? " (has ended)" : " (" + name + ")");
    }

    private void totals(PageTotals totals, Object... columns) {
        Object[] row = new Object[11];
        System.arraycopy(columns, 0, row, 0, columns.length);
        long[] counts = {totals.submitted(), totals.reaped(), totals.full(), totals.wakeUps(), totals.waits(),
                totals.cancels()};
        for (int i = 0; i < counts.length; i++) {
            row[columns.length + i] = String.format(Locale.ROOT, "%,d", counts[i]);
        }
        line(PAGE_ROW, row);
    }

    private void rates(PageTotals since) {
        line(PAGE_ROW, "", "  a second", "", "", "", rate(since.submitted()), rate(since.reaped()), rate(since.full()),
                rate(since.wakeUps()), rate(since.waits()), rate(since.cancels()));
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append(System.lineSeparator());
    }
}
