package io.sidecore.bench.rig;

import io.sidecore.bench.report.Rounds;
import io.sidecore.tools.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs an experiment of the rig in a JVM of its own. */
public final class RigForks {
    /** Prefix of the system properties that forks inherit. */
    private static final String PROPERTIES = "sidecore.bench.";
    /** About what starting a JVM and opening the contenders takes. */
    private static final long START_MILLIS = 2000;

    private final Effort effort;

    /**
     * Forks of one length.
     *
     * @param effort how much is measured
     */
    public RigForks(Effort effort) {
        this.effort = effort;
    }

    /**
     * About how long a fork takes.
     *
     * @param experiment what it measures
     * @return milliseconds
     */
    public long millis(RigExperiment experiment) {
        Effort own = experiment.effort(effort);
        return START_MILLIS + (long) experiment.entrants().size() * own.sliceMillis() * (own.warmUps() + own.rounds());
    }

    /** What the experiment says, and what the column of memory does not hold. */
    public static String remark(RigExperiment experiment) {
        String half = experiment.twoProcesses()
                ? "B/op is the leading side's only: the other side is a process of its own."
                : "";
        return Stream.of(experiment.remark(), half).filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    /**
     * Runs one fork.
     *
     * @param family what to measure
     * @param heard  told now and then what share of the fork is done, from 0 to 1
     * @return what was measured
     * @throws IOException          if files cannot be written
     * @throws InterruptedException if interrupted
     * @throws CommandFailed        if a contender failed; what it said stands on standard error
     */
    public Rounds fork(RigExperiment family, DoubleConsumer heard) throws IOException, InterruptedException {
        Effort own = family.effort(effort);
        try (ForkFolder folder = ForkFolder.create("sidecore-bench-")) {
            Process process = new ProcessBuilder(command(family, folder.path(), "lead", own.warmUps() + "",
                    own.rounds() + "", own.sliceMillis() + "")).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader lines = process.inputReader()) {
                for (String line; (line = lines.readLine()) != null;) {
                    if (line.matches("\\d+")) {
                        heard.accept(Double.parseDouble(line) / (own.warmUps() + own.rounds()));
                    }
                }
                if (process.waitFor() != 0) {
                    throw new CommandFailed(
                            String.format(Locale.ROOT, "a fork of %s failed with code %d; what it said stands above",
                                    family.name(), process.exitValue()));
                }
            } finally {
                // Its pipe ends too, which ends a process that it has started.
                process.destroy();
            }
            return Rounds.read(folder.path().resolve("rounds"));
        }
    }

    /** The command of a fork, or of the process that a fork starts. */
    static List<String> command(RigExperiment family, Path folder, String... arguments) {
        List<String> flags = new ArrayList<>(family.flags());
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith(PROPERTIES)).sorted()
                .forEach(name -> flags.add("-D" + name + "=" + System.getProperty(name)));
        List<String> command = ForkJvm.command(flags, ForkMain.class.getName());
        command.addAll(List.of(family.getClass().getName(), folder.toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
