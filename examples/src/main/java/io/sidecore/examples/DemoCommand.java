package io.sidecore.examples;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.affinity.Topology;
import io.sidecore.examples.trading.book.OrderMessage;
import io.sidecore.examples.trading.flow.GeneratedFlow;
import io.sidecore.examples.trading.flow.LobsterReader;
import io.sidecore.examples.trading.flow.OrderFlow;
import io.sidecore.examples.trading.journal.JournalReplay;
import io.sidecore.examples.trading.journal.ReplayReport;
import io.sidecore.examples.trading.report.Comparison;
import io.sidecore.examples.trading.report.LatencyPlot;
import io.sidecore.examples.trading.run.Hiccups;
import io.sidecore.examples.trading.run.Placement;
import io.sidecore.examples.trading.run.RunResult;
import io.sidecore.examples.trading.run.TradingRun;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectEngine;
import io.sidecore.syscall.Engine;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/** The trading demo: one order flow, journaled and published twice, with direct calls and through the syscall page. */
@CommandLine.Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Run an order gateway and a matching engine that journals every message and publishes its trades,",
        "once with direct system calls and once through the syscall page, and compare them.",
        "A trade is published only once its journal entry is durable, in both runs."})
public final class DemoCommand implements Command {
    private static final int WARM_UP_MESSAGES = 50_000;
    private static final int FLOOR_MS = 2_000;
    private static final int WARM_UP_RATE = 50_000;
    private static final int MAX_WARM_UPS = 12;
    private static final int QUIET_COMPILER_MS = 20;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = {"-n",
            "--messages"}, defaultValue = "200000", paramLabel = "N", description = "Messages of a generated flow (default: ${DEFAULT-VALUE}).")
    private int messages;

    @CommandLine.Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", description = "Seed of the generated flow (default: ${DEFAULT-VALUE}).")
    private long seed;

    @CommandLine.Option(names = "--orders", paramLabel = "FILE", description = "Read the flow from a LOBSTER message file instead; it is sent at --rate, too.")
    private Path orders;

    @CommandLine.Option(names = {"-r",
            "--rate"}, defaultValue = "50000", paramLabel = "PER_SECOND", description = "Messages a second (default: ${DEFAULT-VALUE}).")
    private long rate;

    @CommandLine.Option(names = "--sync-every", defaultValue = "64", paramLabel = "N", description = "fdatasync after every N messages, and after the last (default: ${DEFAULT-VALUE}).")
    private int syncEvery;

    @CommandLine.Option(names = "--rounds", defaultValue = "3", paramLabel = "R", description = "Runs of each kind, alternating (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @CommandLine.Option(names = "--dir", paramLabel = "DIR", description = "Folder for journals, histograms and plot; default: a fresh temporary one, which is kept.")
    private Path directory;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    private Path json;

    @CommandLine.Option(names = "--cpus", paramLabel = "APP,SYSCALL", split = ",", arity = "1", description = "CPUs of the matching engine and of its system calls; default: chosen from the topology.")
    private int[] cpus;

    @CommandLine.Option(names = "--replay", paramLabel = "JOURNAL", description = "Run nothing; replay a journal and say whether it is whole.")
    private Path replay;

    private PrintWriter out;

    /** Made by the command line. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        out = spec.commandLine().getOut();
        if (replay != null) {
            return replay();
        }
        checkOptions();
        OrderFlow flow = orders == null ? GeneratedFlow.create(seed, messages) : LobsterReader.read(orders);
        Path folder = folder();
        checkFiles(folder);
        CorePlan plan = plan();
        Placement placement = Placement.of(plan, CpuSet.allowed());
        checkPinning(placement);
        say("Machine:  %s, JDK %s", Topology.system().toString().lines().findFirst().orElse(""), Runtime.version());
        say("Flow:     %,d messages %s, %,d a second", flow.count(),
                orders == null ? "generated with seed " + seed : "of " + orders, rate);
        say("Files:    %s", folder);
        say("Threads:%n%s", placement.describe());
        TradingRun run = new TradingRun(flow, rate, syncEvery, placement, true);
        warmUp(run, folder);
        progress("measuring what a bare spinning thread loses to the machine, %d s ...", FLOOR_MS / 1000);
        Histogram floor = Hiccups.measure(placement, rate, FLOOR_MS);
        Comparison comparison = compare(run, folder);
        say("");
        say("%s", comparison.table());
        say("  Floor: a thread that only spins on CPU %d beside a busy neighbour would see p99 %.1f us, p99.9 %.1f us, max %.1f us.",
                placement.hot(), floor.getValueAtPercentile(99) / 1e3, floor.getValueAtPercentile(99.9) / 1e3,
                floor.getMaxValue() / 1e3);
        say("  System calls of the hot thread: %s.", comparison.page().callSource());
        writeFiles(comparison, folder);
        return verdict(comparison, flow);
    }

    private int replay() throws IOException {
        if (!Files.isReadable(replay)) {
            throw new CommandFailed(replay + ": no such file, or it cannot be read");
        }
        ReplayReport report = JournalReplay.replay(replay);
        say("%s: %,d messages, %,d trades, %d missing, %d duplicate; %,d bytes are good; %s", replay, report.messages(),
                report.trades(), report.missing(), report.duplicates(), report.validBytes(), report.detail());
        if (!report.isComplete()) {
            throw new CommandFailed(replay + ": not a whole journal: " + report.detail());
        }
        return OK;
    }

    private void checkOptions() {
        check(messages > 0 && messages <= OrderFlow.MAX_MESSAGES, "--messages", messages,
                "1 to " + OrderFlow.MAX_MESSAGES);
        check(rate > 0 && rate <= 100_000_000, "--rate", rate, "1 to 100000000");
        check(syncEvery > 0 && syncEvery <= TradingRun.MAX_SYNC_EVERY, "--sync-every", syncEvery,
                "1 to " + TradingRun.MAX_SYNC_EVERY);
        check(rounds > 0 && rounds <= 1000, "--rounds", rounds, "1 to 1000");
        check(cpus == null || cpus.length == 2, "--cpus", cpus == null ? 0 : cpus.length, "two numbers, APP,SYSCALL");
    }

    private void check(boolean valid, String option, long value, String range) {
        if (!valid) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " " + value + ": must be " + range);
        }
    }

    private CorePlan plan() {
        if (cpus == null) {
            return CorePlan.automatic();
        }
        try {
            return CorePlan.of(Topology.system(), CpuSet.grantable(), cpus[0], cpus[1]);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed("--cpus: " + e.getMessage());
        }
    }

    /** Fails before anything is written, with the reason, rather than in the middle of a run. */
    private static void checkPinning(Placement placement) {
        PinnedThread.to(placement.syscall()).close();
        PinnedThread.to(placement.gateway()).close();
        PinnedThread.to(placement.hot()).close();
    }

    private Path folder() throws IOException {
        try {
            return directory == null
                    ? Files.createTempDirectory("sidecore-demo-")
                    : Files.createDirectories(directory).toAbsolutePath();
        } catch (IOException e) {
            throw new CommandFailed("cannot create the folder for results"
                    + (directory == null ? "" : " " + directory) + ": " + reason(e));
        }
    }

    /** An hour's run must not end with a file that cannot be written, nor replace the journal of an earlier one. */
    private void checkFiles(Path folder) throws IOException {
        for (int round = 1; round <= rounds; round++) {
            for (String kind : List.of("direct", "page")) {
                Path journal = journal(folder, kind, round);
                if (Files.exists(journal)) {
                    throw new CommandFailed(journal + " exists already: choose another --dir, or move it away");
                }
            }
        }
        if (json != null) {
            Path parent = json.toAbsolutePath().getParent();
            if (Files.isDirectory(json) || !Files.isWritable(Files.exists(json) ? json : parent)) {
                throw new CommandFailed("cannot write " + json + ": no such folder, or no permission");
            }
        }
    }

    private Path journal(Path folder, String kind, int round) {
        return folder.resolve(kind + (rounds == 1 ? "" : "-" + round) + ".journal");
    }

    private Comparison compare(TradingRun run, Path folder) throws IOException {
        RunResult direct = null;
        RunResult page = null;
        ReplayReport directReplay = null;
        ReplayReport pageReplay = null;
        long lost = 0;
        boolean booksMatch = true;
        for (int round = 1; round <= rounds; round++) {
            RunResult d = runOnce(run, false, journal(folder, "direct", round), "direct, round " + round);
            RunResult p = runOnce(run, true, journal(folder, "page", round), "page, round " + round);
            directReplay = JournalReplay.replay(d.journal());
            pageReplay = JournalReplay.replay(p.journal());
            lost += directReplay.lost(run.flow().count()) + pageReplay.lost(run.flow().count());
            booksMatch &= directReplay.isComplete() && pageReplay.isComplete() && directReplay.book().sameAs(d.book())
                    && pageReplay.book().sameAs(p.book()) && directReplay.book().sameAs(pageReplay.book());
            direct = direct == null ? d : direct.plus(d);
            page = page == null ? p : page.plus(p);
        }
        return new Comparison(direct, page, directReplay, pageReplay, lost, booksMatch);
    }

    /** Until the JIT compiler is quiet: its threads share the syscall core afterwards, and would stall it. */
    private void warmUp(TradingRun run, Path folder) throws IOException {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        OrderFlow flow = GeneratedFlow.create(seed + 1, WARM_UP_MESSAGES);
        TradingRun warm = new TradingRun(flow, Math.max(run.perSecond(), WARM_UP_RATE), run.syncEvery(),
                run.placement(), false);
        Path journal = Files.createTempFile(folder, "warm-up-", ".journal");
        Files.delete(journal);
        long before;
        int round = 0;
        do {
            before = compiler.getTotalCompilationTime();
            for (boolean throughPage : new boolean[]{false, true}) {
                try {
                    runOnce(warm, throughPage, journal,
                            "warming up " + ++round + ", " + (throughPage ? "page" : "direct"));
                } finally {
                    Files.deleteIfExists(journal);
                }
            }
        } while (compiler.getTotalCompilationTime() - before > QUIET_COMPILER_MS && round < MAX_WARM_UPS);
    }

    private RunResult runOnce(TradingRun run, boolean throughPage, Path journal, String what) throws IOException {
        progress("%s: %,d messages, about %.0f s ...", what, run.flow().count(),
                (double) run.flow().count() / run.perSecond());
        // Not in the middle of the run: nothing there allocates enough for another one.
        System.gc();
        try (Engine engine = throughPage
                ? CoreEngine.start(run.placement().syscall(), run.placement().syscallIdle())
                : new DirectEngine()) {
            return run.run(engine, journal);
        }
    }

    private void writeFiles(Comparison comparison, Path folder) throws IOException {
        Path directFile = folder.resolve("direct.hgrm");
        Path pageFile = folder.resolve("page.hgrm");
        writeHistograms(comparison.direct(), directFile);
        writeHistograms(comparison.page(), pageFile);
        say("  Histograms: %s, %s (and the same with -durable)", directFile, pageFile);
        Path plot = folder.resolve("latency.png");
        try {
            LatencyPlot.write(comparison, plot);
            say("  Plot:       %s", plot);
        } catch (IOException e) {
            say("  Plot:       %s", e.getMessage());
        }
        if (json != null) {
            try {
                Files.writeString(json, comparison.json());
            } catch (IOException e) {
                throw new CommandFailed(
                        "cannot write " + json + ": " + reason(e));
            }
            say("  JSON:       %s", json);
        }
    }

    private static void writeHistograms(RunResult result, Path file) throws IOException {
        write(result.processed(), file);
        write(result.durable(), file.resolveSibling(file.getFileName().toString().replace(".hgrm", "-durable.hgrm")));
    }

    private static void write(Histogram histogram, Path file) throws IOException {
        try (PrintStream stream = new PrintStream(Files.newOutputStream(file))) {
            histogram.outputPercentileDistribution(stream, 1000.0);
            if (stream.checkError()) {
                throw new CommandFailed("cannot write " + file + ": is the disk full?");
            }
        }
    }

    private int verdict(Comparison comparison, OrderFlow flow) {
        replayed("direct", comparison.directReplay(), flow);
        replayed("page", comparison.pageReplay(), flow);
        say("  Books rebuilt from the journals are %s; messages lost: %d.",
                comparison.booksMatch() ? "the same, and those of the live engines" : "NOT the same",
                comparison.lost());
        boolean published = comparison.direct().sendFailures() + comparison.page().sendFailures() == 0;
        if (!published) {
            say("  Some trades were not published: the kernel did not take their datagrams.");
        }
        return comparison.booksMatch() && comparison.lost() == 0 && published ? OK : VIOLATED;
    }

    private void replayed(String name, ReplayReport report, OrderFlow flow) {
        say("  Replay of the %s journal: %,d of %,d messages, %,d trades, %s; book: %,d orders, best bid %s, best ask %s",
                name,
                report.messages(), flow.count(), report.trades(), report.detail(), report.book().orderCount(),
                dollars(report.book(), OrderMessage.BUY), dollars(report.book(), OrderMessage.SELL));
    }

    private static String dollars(io.sidecore.examples.trading.book.OrderBook book, byte side) {
        return book.levelCount(side) == 0
                ? "none"
                : String.format(Locale.ROOT, "%.2f",
                        (side == OrderMessage.BUY ? book.bestBid() : book.bestAsk()) / 1e4);
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e instanceof AccessDeniedException
                        ? "permission denied"
                        : e instanceof NoSuchFileException ? "no such folder" : e.getMessage();
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    private void progress(String format, Object... arguments) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(Locale.ROOT, format + "%n", arguments);
        err.flush();
    }
}
