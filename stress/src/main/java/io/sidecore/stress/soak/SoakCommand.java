package io.sidecore.stress.soak;

import io.sidecore.stress.soak.load.Fault;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Keeps everything busy for hours, checks every message and call, and watches what the process keeps. */
@CommandLine.Command(name = "soak", mixinStandardHelpOptions = true, description = "Keep all rings and syscall pages busy for hours: every message and every byte read is checked, and memory, descriptors and threads must not grow.", footer = {
        "",
        "An error ends the run at once. At its end, what the process holds is compared with a tenth of the run, both after a collection:",
        "resident memory may grow by 64 MiB or a fifth, the heap by 16 MiB, descriptors by 16, threads by 12. Latency is shown, not judged.",
        "Ctrl-C ends the run early, with a report; the exit code is then the signal's, and \"good\" in soak.json tells.",
        "Exit codes: 0 all was right, 1 could not run, 2 wrong usage, 3 something was wrong or has grown."})
public final class SoakCommand implements Command {
    private static final double DEFAULT_MINUTES = 60;
    private static final double QUICK_MINUTES = 0.5;
    /** A month. */
    private static final double MOST_MINUTES = 43_200;
    private static final double MOST_INTERVAL = 60;
    /** Samples of a run, unless the interval is given. */
    private static final int SAMPLES = 120;
    private static final int SECONDS_TO_END = 120;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.ArgGroup
    private Length length = new Length();

    /** How long. */
    private static final class Length {
        @CommandLine.Option(names = "--hours", paramLabel = "H", description = "Time in hours (default: 1).")
        private Double hours;
        @CommandLine.Option(names = "--minutes", paramLabel = "M", description = "Time in minutes.")
        private Double minutes;
        @CommandLine.Option(names = "--quick", description = "Half a minute.")
        private boolean quick;
    }

    @CommandLine.Option(names = "--interval", paramLabel = "SECONDS", description = "Between two lines of progress, and points of the plots (default: a 120th of the time, 1 to 60).")
    private Double interval;

    @CommandLine.Option(names = "--report", paramLabel = "DIR", description = "Folder for soak.html and soak.json; made if it is not there (default: no report).")
    private Path report;

    @CommandLine.Option(names = "--plant", paramLabel = "FAULT", defaultValue = "none", description = "Do something wrong, to see that it is noticed: checksum (a byte changes), loss (a message is not sent), leak (descriptors stay open), none (default).")
    private Fault fault;

    @Override
    public Integer call() throws IOException, InterruptedException {
        double seconds = minutes() * 60;
        check(seconds);
        if (report != null) {
            Files.createDirectories(report);
        }
        PrintWriter out = spec.commandLine().getOut();
        SoakRun run = new SoakRun(seconds,
                interval == null ? Math.clamp(seconds / SAMPLES, 1, MOST_INTERVAL) : interval,
                fault);
        CountDownLatch reported = new CountDownLatch(1);
        Thread hook = new Thread(() -> endEarly(run, reported));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            out.println("soak: " + Span.text(seconds));
            out.flush();
            run.run(sample -> show(sample, seconds, out));
            conclude(run, out);
        } finally {
            reported.countDown();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs: somebody has pressed Ctrl-C.
        }
        return run.isGood() ? OK : VIOLATED;
    }

    /** The process ends when its hooks have: the report is written first. */
    private static void endEarly(SoakRun run, CountDownLatch reported) {
        run.end();
        try {
            reported.await(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double minutes() {
        return length.quick
                ? QUICK_MINUTES
                : length.minutes != null
                        ? length.minutes
                        : length.hours != null ? length.hours * 60 : DEFAULT_MINUTES;
    }

    private void check(double seconds) {
        if (!(seconds > 0 && seconds <= MOST_MINUTES * 60)) {
            throw new CommandLine.ParameterException(spec.commandLine(), (length.minutes != null
                    ? "--minutes " + length.minutes
                    : "--hours " + length.hours) + ": must be more than 0, and 30 days at most");
        }
        if (interval != null && !(interval >= 0.1 && interval <= 3600)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--interval " + interval + ": must be from 0.1 to 3600");
        }
    }

    private static void show(Sample sample, double seconds, PrintWriter out) {
        out.printf(Locale.ROOT,
                "  %s, %s left: %,d done, worst median %.0f us, worst 99 %% %.0f us, %,d MiB, %d descriptors, %d threads%n",
                Span.text(sample.seconds()), Span.text(Math.max(0, seconds - sample.seconds())), sample.done(),
                sample.loads().stream().mapToDouble(Sample.Traffic::p50).max().orElse(0),
                sample.loads().stream().mapToDouble(Sample.Traffic::p99).max().orElse(0),
                sample.resources().rssKib() / 1024, sample.resources().descriptors(), sample.resources().threads());
        out.flush();
    }

    private void conclude(SoakRun run, PrintWriter out) throws IOException {
        if (run.failure() != null) {
            out.println("WRONG: " + run.failure());
        }
        if (run.verdicts().isEmpty()) {
            out.println("  It ended before a tenth of the time: what the process holds was not compared.");
        }
        run.verdicts().forEach(verdict -> out.println((verdict.isWithin() ? "  " : "GROWN: ") + verdict));
        if (report != null) {
            new SoakReport(run).write(report);
            out.println("Report: " + report.resolve("soak.html"));
        }
        out.printf(Locale.ROOT, "%s after %s: %,d messages and calls%n", run.isGood() ? "All was right" : "Not passed",
                Span.text(run.lasted()), run.samples().stream().mapToLong(Sample::done).sum());
        out.flush();
    }
}
