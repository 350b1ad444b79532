package io.sidecore.stress.crash;

import io.sidecore.stress.crash.page.PageOrder;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Kills who writes, who reads and who calls in each structure at every store, and reports what the survivors made of it. */
@CommandLine.Command(name = "crash", mixinStandardHelpOptions = true, description = "Kill producers, consumers and callers of system calls at every store of rings and latest value, and of pages at as many as there is time for, and check that nothing is lost, torn, doubled, miscounted or stuck.", footer = {
        "",
        "Structures: spsc (SpscRing), mpsc (MpscRing), lane (LaneRing), broadcast (BroadcastRing), latest (LatestValue).",
        "page: syscall pages and the engine that serves them; what counts are the effects of the calls. Real rounds only.",
        "Simulated rounds: deaths within one process, thousands of rounds a second, reproducible by seed and round.",
        "Real rounds: processes that die by SIGKILL, each with lives of many rounds; their schedule cannot be reproduced."})
public final class CrashCommand implements Command {
    /** Structures by their names on the command line. */
    enum Structures {
        SPSC,
        MPSC,
        LANE,
        BROADCAST,
        LATEST,
        PAGE,
        ALL;

        Stream<Scenario> scenarios() {
            return switch (this) {
                case ALL -> Stream.of(Scenario.values());
                case PAGE -> Stream.of();
                default -> Stream.of(Scenario.valueOf(name()));
            };
        }

        boolean hasPages() {
            return this == PAGE || this == ALL;
        }
    }

    /** How deaths come about. */
    private static final class Mode {
        @CommandLine.Option(names = "--real", description = "Only processes that are really killed.")
        private boolean real;
        @CommandLine.Option(names = "--simulated", description = "Only deaths that are simulated within one process.")
        private boolean simulated;
    }

    private static final int QUICK_SIMULATED = 12_500;
    /** Rounds of one structure in which somebody dies at each of its stores. */
    private static final int ENOUGH_FOR_ALL = 2_500;
    private static final int QUICK_REAL = 80;
    /** Processes with pages. */
    private static final int QUICK_PAGES = 24;
    private static final int DEFAULT_PAGES = 200;
    /** Real rounds of one structure in which somebody dies for certain. */
    private static final int ENOUGH_TO_DIE = 20;
    /** Of a week. */
    private static final int MOST_MINUTES = 10_080;
    private static final int DEFAULT_ROUNDS = 40_000;
    /** As many simulated rounds take about as long as a real one, or somewhat less. */
    private static final int SIMULATED_PER_REAL = 40;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.ArgGroup
    private Mode mode = new Mode();

    @CommandLine.ArgGroup
    private Length length = new Length();

    /** How long to look. */
    private static final class Length {
        @CommandLine.Option(names = "--rounds", paramLabel = "N", description = "Rounds; a real one for each 40, unless --real is given or there are only pages (default: 40000, and 200 processes with pages).")
        private Long rounds;
        @CommandLine.Option(names = "--minutes", paramLabel = "M", description = "Time, half of it for real rounds.")
        private Double minutes;
        @CommandLine.Option(names = "--quick", description = "About a minute.")
        private boolean quick;
    }

    @CommandLine.Option(names = "--seed", paramLabel = "S", description = "Where all randomness comes from (default: the time).")
    private Long seed;

    @CommandLine.Option(names = "--round", paramLabel = "K", description = "Play this round of the seed alone, with the --structure that it was found with; simulated unless --real is given. Of pages: this chain.")
    private Long round;

    @CommandLine.Option(names = {"--structure",
            "--ring"}, paramLabel = "NAME", split = ",", defaultValue = "all", description = "spsc, mpsc, lane, broadcast, latest, page, several of them, or all (default).")
    private List<Structures> structures;

    private List<Scenario> scenarios;

    private boolean pages;

    private long simulatedRounds;
    private long realRounds;
    private long pageRounds;
    private long pageKills;
    private String pageTable;
    private int violations;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkLength();
        long start = System.nanoTime();
        seed = seed == null ? System.currentTimeMillis() : seed;
        scenarios = structures.stream().flatMap(Structures::scenarios).distinct().toList();
        pages = !mode.simulated && structures.stream().anyMatch(Structures::hasPages);
        if (mode.simulated && structures.contains(Structures.PAGE)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "pages have real rounds only");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("crash: seed " + seed + ", " + names());
        out.flush();
        try (Workers workers = new Workers()) {
            Toll simulated = new Toll(workers.sites());
            if (!mode.real && !scenarios.isEmpty()) {
                simulate(workers, simulated, out);
            }
            try (RealRounds real = new RealRounds(workers, scenarios, seed, out)) {
                boolean isReal = !mode.simulated && (mode.real || round == null || scenarios.isEmpty());
                if (isReal && !scenarios.isEmpty() && violations == 0) {
                    runReal(real);
                }
                if (isReal && pages && (round == null || scenarios.isEmpty()) && violations == 0) {
                    runPages(out);
                }
                report(out, simulated, real);
            }
        }
        if (simulatedRounds + realRounds + pageRounds == 0) {
            throw new CommandFailed("no round was played: --minutes was too short");
        }
        out.printf("%s after %.1f s%n", violations == 0 ? "No violation" : violations + " violation(s)",
                (System.nanoTime() - start) / 1e9);
        out.flush();
        return violations == 0 ? OK : VIOLATED;
    }

    private void checkLength() {
        if (round != null && round < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--round " + round + ": must be 0 or more");
        }
        if (round != null && (length.rounds != null || length.minutes != null || length.quick)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--round " + round
                    + " plays that round alone: not with --rounds, --minutes or --quick");
        }
        if (length.rounds != null && length.rounds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--rounds " + length.rounds + ": must be 1 or more");
        }
        if (length.minutes != null && !(length.minutes > 0 && length.minutes <= MOST_MINUTES)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--minutes " + length.minutes + ": must be more than 0, and " + MOST_MINUTES + " at most");
        }
    }

    private long rounds() {
        return length.rounds != null
                ? length.rounds
                : length.quick
                        ? QUICK_SIMULATED
                        : length.minutes != null
                                ? Long.MAX_VALUE / 2
                                : DEFAULT_ROUNDS;
    }

    private long millis() {
        return length.minutes == null
                ? Long.MAX_VALUE / 2
                : (long) (length.minutes * 60_000) / (mode.real || mode.simulated || scenarios.isEmpty() ? 1 : 2);
    }

    private void simulate(Workers workers, Toll deaths, PrintWriter out) throws IOException, InterruptedException {
        SimulatedWorker.Task task = new SimulatedWorker.Task(scenarios, seed, round == null ? 0 : round,
                round == null ? rounds() : 1, millis());
        List<String> arguments = new ArrayList<>(List.of(workers.rings().toString()));
        arguments.addAll(task.arguments());
        // One carrier: handing over to another slot is then a matter of a microsecond.
        Process process = workers.start(SimulatedWorker.class, List.of("-Xmx256m", "-Xmn32m",
                "-Djdk.virtualThreadScheduler.parallelism=1"), arguments);
        boolean complete = false;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] word = line.split(" ", 2);
                switch (word[0]) {
                    case "progress" -> out.println("  simulated rounds, deaths: " + word[1]);
                    case "deaths" -> deaths.addLine(word[1]);
                    case "rounds" -> {
                        simulatedRounds = Long.parseLong(word[1]);
                        complete = true;
                    }
                    case "violation" -> violation(out, word[1]);
                    default -> out.println(line);
                }
                out.flush();
            }
        } finally {
            process.destroy();
        }
        int code = process.waitFor();
        workers.checkCrash(process);
        if (code != 0 || !complete) {
            throw new CommandFailed("the worker of the simulated rounds ended with code " + code);
        }
    }

    private void violation(PrintWriter out, String text) {
        violations++;
        String[] part = text.split(" ", 3);
        out.println(
                "VIOLATION in simulated round " + part[1] + " of " + part[0] + ": " + part[2].replace('\u2028', '\n'));
        out.println("  replay: ./sidecore crash --simulated --structure " + Scenario.names(scenarios)
                + " --seed " + seed + " --round " + part[1]);
    }

    private void runReal(RealRounds real) throws IOException, InterruptedException {
        long count = round != null ? 1 : length.rounds == null ? realCount() : realCount() - pageCount();
        violations += real.run(round == null ? 0 : round, count,
                pages ? millis() / (scenarios.size() + 1) * scenarios.size() : millis());
        realRounds = real.rounds();
    }

    private long realCount() {
        boolean isAll = mode.real || scenarios.isEmpty();
        return length.quick ? QUICK_REAL : isAll ? rounds() : Math.max(1, rounds() / SIMULATED_PER_REAL);
    }

    /** Of those that were asked for: pages are one structure like each other. */
    private long pageCount() {
        return pages ? (realCount() + scenarios.size()) / (scenarios.size() + 1) : 0;
    }

    private void runPages(PrintWriter out) throws IOException, InterruptedException {
        try (Workers workers = new Workers(PatchedClasses::writePages);
                PageRounds rounds = new PageRounds(workers, seed, PageOrder.Plant.NONE, PageRounds.BOUND_LOOKS,
                        out)) {
            violations += rounds.run(round == null ? 0 : round, round != null, pageExtent());
            pageRounds = rounds.rounds();
            pageKills = rounds.kills();
            pageTable = rounds.table();
        }
    }

    /** A process takes as long as many rounds of another structure: without a number of rounds, processes count. */
    private PageRounds.Extent pageExtent() {
        boolean counts = length.rounds == null && length.minutes == null;
        return new PageRounds.Extent(
                !counts ? PageRounds.Extent.ANY : length.quick ? QUICK_PAGES : DEFAULT_PAGES,
                length.rounds == null ? PageRounds.Extent.ANY : pageCount(), millis() / (scenarios.size() + 1));
    }

    private String names() {
        return scenarios.isEmpty() ? "page" : Scenario.names(scenarios) + (pages ? ",page" : "");
    }

    private void report(PrintWriter out, Toll simulated, RealRounds real) {
        if (simulatedRounds > 0) {
            out.println("Simulated deaths by store:");
            out.print(simulated.table(scenarios, round != null));
            // A few rounds cannot reach everything; a violation ends the run early.
            if (round == null && violations == 0) {
                if (simulatedRounds >= ENOUGH_FOR_ALL * scenarios.size()) {
                    scenarios.forEach(scenario -> reportMissed(out, scenario, simulated));
                } else {
                    out.printf("Not checked whether each store was struck: that takes %,d rounds of each structure.%n",
                            ENOUGH_FOR_ALL);
                }
            }
        }
        if (realRounds > 0) {
            out.println("Real deaths by store:");
            out.print(real.deaths().table(scenarios, true));
            if (round == null) {
                out.print(real.deaths().coverage(scenarios));
            }
        }
        if (realRounds > 0) {
            out.println("Real deaths by structure and side:");
            out.print(real.casualties().table(scenarios));
            if (violations == 0 && realRounds >= ENOUGH_TO_DIE * scenarios.size() && real.casualties().total() == 0) {
                violations++;
                out.println("VIOLATION: nobody has died in " + realRounds + " real rounds");
            }
        }
        if (pageTable != null) {
            out.println("Real deaths of pages:");
            out.print(pageTable);
        }
        out.printf("%n  %-12s %10s %10s %10s%n", "", "rounds", "deaths", "kill -9");
        out.printf("  %-12s %10d %10d %10s%n", "simulated", simulatedRounds, simulated.total(), "-");
        out.printf("  %-12s %10d %10d %10d%n", "real", realRounds, real.casualties().total(), real.kills());
        out.printf("  %-12s %10d %10d %10d%n", "pages", pageRounds, pageKills, pageKills);
    }

    private void reportMissed(PrintWriter out, Scenario scenario, Toll toll) {
        for (Site site : toll.of(scenario).missed(scenario::covers)) {
            violations++;
            out.println("VIOLATION: nobody has ever died at " + site.where() + " " + site.operation() + " in "
                    + Scenario.names(List.of(scenario)));
        }
    }
}
