package io.sidecore.stress.hostile;

import io.sidecore.stress.hostile.side.Structure;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Sets a hostile peer on each side of each structure, and reports what the honest side made of it. */
@CommandLine.Command(name = "hostile", mixinStandardHelpOptions = true, description = "Let a process write random words all over the shared memory of each ring, while an honest one works at the other side: it must not crash, hang, leave the data, or believe what cannot be.", footer = {
        "",
        "Rings: spsc (SpscRing), mpsc (MpscRing), lane (LaneRing), broadcast (BroadcastRing), latest (LatestValue).",
        "Allowed are the exceptions and return codes of the Javadoc. Forged content is counted, not judged: who can write to a region can forge.",
        "Truncating the region's file is out of scope: the kernel raises SIGBUS.",
        "Exit codes: 0 nothing was broken, 1 could not run, 2 wrong usage, 3 a promise was broken."})
public final class HostileCommand implements Command {
    /** Structures by their names on the command line. */
    enum Rings {
        SPSC,
        MPSC,
        LANE,
        BROADCAST,
        LATEST,
        ALL
    }

    /** Sides by their names on the command line. */
    enum Sides {
        PRODUCER,
        CONSUMER,
        BOTH
    }

    private static final int DEFAULT_ROUNDS = 1000;
    /** Less than a minute, with the start of both processes. */
    private static final double QUICK_SECONDS = 45;
    /** Of a week. */
    private static final int MOST_MINUTES = 10_080;
    private static final int MOST_VIOLATIONS = 10;
    private static final long PROGRESS_NANOS = 5_000_000_000L;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.ArgGroup
    private Length length = new Length();

    /** How long to look. */
    private static final class Length {
        @CommandLine.Option(names = "--rounds", paramLabel = "N", description = "Rounds, each with a fresh region; the sides take turns (default: 1000).")
        private Long rounds;
        @CommandLine.Option(names = "--minutes", paramLabel = "M", description = "Time.")
        private Double minutes;
        @CommandLine.Option(names = "--quick", description = "Less than a minute.")
        private boolean quick;
    }

    @CommandLine.Option(names = "--ring", paramLabel = "RING", split = ",", defaultValue = "all", description = "spsc, mpsc, lane, broadcast, latest, several of them, or all (default).")
    private List<Rings> rings;

    @CommandLine.Option(names = "--side", paramLabel = "SIDE", defaultValue = "both", description = "The honest side: producer (publisher, writer), consumer (reader), or both in turn (default).")
    private Sides side;

    @CommandLine.Option(names = "--seed", paramLabel = "S", description = "Where the choices of both sides come from (default: the time). When a word strikes is up to the machine.")
    private Long seed;

    @CommandLine.Option(names = "--round", paramLabel = "K", description = "Play this round of the seed alone, with the --ring and --side that it was found with.")
    private Long round;

    @CommandLine.Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "60", description = "Without an answer for so long, a process hangs (default: 60).")
    private double patience;

    @CommandLine.Option(names = "--plant", paramLabel = "FAULT", defaultValue = "none", description = "Let the first honest process misbehave, to see that it is noticed: crash, hang, overrun (a message that is too long), error (an exception that no Javadoc names), none (default).")
    private Fault fault;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        seed = seed == null ? System.currentTimeMillis() : seed;
        PrintWriter out = spec.commandLine().getOut();
        List<Target> targets = targets();
        out.println(
                "hostile: seed " + seed + ", " + String.join(", ", targets.stream().map(Target::toString).toList()));
        out.flush();
        Findings findings = new Findings();
        long start = System.nanoTime();
        try (Assault assault = new Assault(patience, fault)) {
            play(assault, targets, findings, start, out);
        }
        out.print(findings.table());
        out.printf(Locale.ROOT, "%s in %d rounds after %.1f s, %d words written%n",
                findings.violations() == 0 ? "No violation" : findings.violations() + " violation(s)",
                findings.rounds(), (System.nanoTime() - start) / 1e9, findings.words());
        out.flush();
        if (findings.rounds() == 0) {
            throw new CommandFailed("no round was played: --minutes was too short");
        }
        return findings.violations() == 0 ? OK : VIOLATED;
    }

    private void play(Assault assault, List<Target> targets, Findings findings, long start, PrintWriter out)
            throws IOException, InterruptedException {
        long first = round == null ? 0 : round;
        long last = first + (round == null ? rounds() : 1);
        long nanos = seconds() == null ? Long.MAX_VALUE : (long) (seconds() * 1e9);
        long shown = start;
        for (long number = first; number < last && findings.violations() < MOST_VIOLATIONS; number++) {
            if (System.nanoTime() - start >= nanos) {
                return;
            }
            Target target = targets.get((int) (number % targets.size()));
            Assault.Result result = assault.play(target, seed, number);
            findings.add(target, result);
            if (result.violation() != null) {
                out.println("VIOLATION in round " + number + ", " + target + ": " + result.violation());
                out.println("  the same choices, another schedule: ./sidecore hostile " + chosen() + " --seed " + seed
                        + " --round " + number);
            }
            if (System.nanoTime() - shown > PROGRESS_NANOS) {
                shown = System.nanoTime();
                out.printf(Locale.ROOT, "  %.0f s: %d rounds, %d words, %d violations%n", (shown - start) / 1e9,
                        findings.rounds(), findings.words(), findings.violations());
            }
            out.flush();
        }
    }

    private void check() {
        if (length.rounds != null && length.rounds < 1) {
            throw wrong("--rounds " + length.rounds + ": must be 1 or more");
        }
        if (length.minutes != null && !(length.minutes > 0 && length.minutes <= MOST_MINUTES)) {
            throw wrong("--minutes " + length.minutes + ": must be more than 0, and " + MOST_MINUTES + " at most");
        }
        if (!(patience > 0 && patience <= 3600)) {
            throw wrong("--patience " + patience + ": must be more than 0, and 3600 at most");
        }
        if (round != null && round < 0) {
            throw wrong("--round " + round + ": must be 0 or more");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private long rounds() {
        return length.rounds != null ? length.rounds : seconds() != null ? Long.MAX_VALUE / 2 : DEFAULT_ROUNDS;
    }

    private Double seconds() {
        return length.quick ? (Double) QUICK_SECONDS : length.minutes == null ? null : (Double) (length.minutes * 60);
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Structure structure : Structure.values()) {
            if (rings.contains(Rings.ALL) || rings.contains(Rings.valueOf(structure.name()))) {
                if (side != Sides.PRODUCER) {
                    targets.add(new Target(structure, false));
                }
                if (side != Sides.CONSUMER) {
                    targets.add(new Target(structure, true));
                }
            }
        }
        return targets;
    }

    private String chosen() {
        return "--ring " + String.join(",", rings.stream().map(ring -> ring.name().toLowerCase(Locale.ROOT)).toList())
                + " --side " + side.name().toLowerCase(Locale.ROOT);
    }
}
