package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.Workers;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;

/** Weakens each ordered access of the shipped rings, and of the engine with its pages, one at a time, and reports what shows it in a memory that is as weak as allowed. */
@CommandLine.Command(name = "mutants", mixinStandardHelpOptions = true, description = "Weaken each ordered access of the rings and of the engine, one at a time, and see that rounds in a weak memory show it; the code as shipped must pass.", footer = {
        "",
        "Structures: spsc, mpsc, lane, broadcast, latest, whose sides die now and then; spsc_asleep, mpsc_asleep, lane_asleep, whose sides sleep and wake each other; engine, whose owners submit, cancel and close while its threads hand off, sleep and end; relay, places, for what is aimed at a few mutants.",
        "What the memory is, and what it cannot show: docs/mutants.md."})
public final class MutantsCommand implements Command {
    private static final long SHIPPED = 4000;
    private static final long QUICK_SHIPPED = 300;
    private static final long ROUNDS = 4000;
    private static final long QUICK_ROUNDS = 4000;
    private static final long ARGUED = 600;
    private static final long QUICK_ARGUED = 30;
    /** A round of the engine takes as long as dozens of the others. */
    private static final long ENGINE = 2000;
    private static final long QUICK_ENGINE = 600;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--quick", description = "A few minutes: 300 rounds of each structure as shipped, 4000 of a mutant, 30 if it is argued; of the engine 600 at most.")
    private boolean quick;

    @CommandLine.Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Where all randomness comes from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @CommandLine.Option(names = "--rounds", paramLabel = "N", description = "Rounds of a mutant, unless one shows it before (default: 4000, and 600 if its survival is argued); of the shipped code in each structure (default: 4000). Of the engine, 2000 at most, unless this is given.")
    private Long rounds;

    @CommandLine.Option(names = "--round", paramLabel = "K", description = "Play this round alone, of the shipped code and of the mutants.")
    private Long round;

    @CommandLine.Option(names = "--structure", paramLabel = "NAME", split = ",", description = "Play these structures only.")
    private List<Structure> structures = List.of(Structure.values());

    @CommandLine.Option(names = "--mutant", paramLabel = "REGEX", defaultValue = ".*", description = "Only mutants whose names match; none with an empty one.")
    private String pattern;

    @CommandLine.Option(names = "--list", description = "Only list the mutants.")
    private boolean list;

    private final List<Verdict> verdicts = new ArrayList<>();
    private int violations;
    private String played = "0";
    private Arguments arguments;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        long start = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        arguments = Arguments.load();
        try (Workers workers = new Workers(
                folder -> PatchedClasses.write(folder, new SyscallPatch(), AccessPatch.HARNESS,
                        SyscallPatch.classes()))) {
            List<Mutant> mutants = Mutant.of(workers.sites());
            if (list) {
                mutants.forEach(mutant -> out.println(mutant.name()));
                out.flush();
                return OK;
            }
            out.println("mutants: seed " + seed + ", " + mutants.size() + " mutants");
            out.flush();
            play(workers, out);
            report(out, mutants);
        }
        long unexplained = verdicts.stream().filter(verdict -> !verdict.isExplained()).count();
        out.printf("%s rounds, %.1f s%n", played, (System.nanoTime() - start) / 1e9);
        out.flush();
        return violations == 0 && unexplained == 0 ? OK : VIOLATED;
    }

    private void check() {
        if (rounds != null && rounds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rounds " + rounds + ": must be 1 or more");
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--mutant " + pattern + ": " + e.getDescription());
        }
    }

    private MutantWorker.Task task() {
        if (round != null) {
            return new MutantWorker.Task(seed, round, 1, 1, 1, 1, structures, pattern);
        }
        if (rounds != null) {
            return new MutantWorker.Task(seed, 0, rounds, rounds, rounds, rounds, structures, pattern);
        }
        return quick
                ? new MutantWorker.Task(seed, 0, QUICK_SHIPPED, QUICK_ROUNDS, QUICK_ARGUED, QUICK_ENGINE,
                        structures, pattern)
                : new MutantWorker.Task(seed, 0, SHIPPED, ROUNDS, ARGUED, ENGINE, structures, pattern);
    }

    private void play(Workers workers, PrintWriter out) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(workers.rings().toString()));
        words.addAll(task().arguments());
        // One carrier: handing over to another slot is then a matter of a microsecond.
        Process process = workers.start(MutantWorker.class, List.of("-Xmx256m", "-Xmn64m",
                "-Djdk.virtualThreadScheduler.parallelism=1"), words);
        boolean complete = false;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] field = line.split("\t");
                switch (field[0]) {
                    case "shipped" -> shipped(out, field);
                    case "mutant" -> {
                        Verdict verdict = Verdict.of(field, workers.sites(), arguments);
                        verdicts.add(verdict);
                        out.println("  " + verdict.word() + "  " + verdict.mutant().name());
                    }
                    case "rounds" -> {
                        played = field[1];
                        complete = true;
                    }
                    default -> out.println(line);
                }
                out.flush();
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0 || !complete) {
            throw new CommandFailed("the worker ended with code " + process.exitValue());
        }
    }

    private void shipped(PrintWriter out, String[] field) {
        if (field[3].equals("survived")) {
            out.println("  passed  " + field[1] + " as shipped");
            return;
        }
        violations++;
        out.println("VIOLATION in round " + field[4] + " of " + field[3] + " as shipped: "
                + field[5].replace('\u2028', '\n'));
        out.println("  replay: ./sidecore mutants --mutant= --structure " + field[1] + " --seed " + seed + " --round "
                + field[4]);
    }

    private void report(PrintWriter out, List<Mutant> mutants) {
        out.println();
        for (Verdict verdict : verdicts) {
            out.printf("  %-8s %-66s %s%n", verdict.word(),
                    verdict.mutant().name() + " (line " + verdict.mutant().line() + ")", verdict.reason());
        }
        for (Verdict verdict : verdicts) {
            if (verdict.isKilled() && verdict.argument() != null) {
                out.println("  not needed any more: the argument for " + verdict.mutant().name());
            }
        }
        Set<String> names = Set.copyOf(mutants.stream().map(Mutant::name).toList());
        arguments.names().stream().filter(name -> !names.contains(name)).forEach(
                name -> out.println("  argued, but no such mutant: " + name));
        long killed = verdicts.stream().filter(Verdict::isKilled).count();
        long explained = verdicts.stream().filter(Verdict::isExplained).count() - killed;
        out.printf("%n%d mutants: %d killed, %d argued, %d survived%s%n", verdicts.size(), killed, explained,
                verdicts.size() - killed - explained,
                violations == 0 ? "" : "; " + violations + " violation(s) of the code as shipped");
    }
}
