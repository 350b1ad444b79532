package io.sidecore.bench.rig;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Target;
import io.sidecore.tools.CommandFailed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs families in forks, one after the other, and tells how long it will take. */
public final class Runner {
    private static final Path SHARED = Path.of("/dev/shm");
    /** Prefix of the system properties that forks inherit. */
    private static final String PROPERTIES = "sidecore.bench.";

    private final Effort effort;
    private final Progress progress;

    /**
     * A run of several families.
     *
     * @param families all that will be run, for the time left
     * @param effort   how much is measured
     */
    public Runner(List<RigExperiment> families, Effort effort) {
        this.effort = effort;
        this.progress = new Progress(families, effort);
    }

    /**
     * Runs one family.
     *
     * @param family what to measure
     * @return what was measured
     * @throws IOException          if files cannot be written
     * @throws InterruptedException if interrupted
     * @throws CommandFailed        if a contender failed; what it said stands on standard error
     */
    public ExperimentResult run(RigExperiment family) throws IOException, InterruptedException {
        List<Rounds> forks = new ArrayList<>();
        for (int fork = 1; fork <= effort.forks(); fork++) {
            forks.add(fork(family, progress.fork(family, fork)));
        }
        ExperimentResult result = new ExperimentResult(family.name(), family.title(), remark(family), targets(family),
                forks);
        return result.withNotes(family.notes(result));
    }

    /** What the family says, and what the column of memory does not hold. */
    static String remark(RigExperiment family) {
        String half = family.twoProcesses()
                ? "B/op is the leading side's only: the other side is a process of its own."
                : "";
        return Stream.of(family.remark(), half).filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    /** What the family aims at, and no allocation where an entrant aims at that. */
    static List<Target> targets(RigExperiment family) {
        return Stream.concat(family.targets().stream(), family.entrants().stream().filter(Entrant::allocationFree)
                .map(entrant -> Target.noAllocation(entrant.name()))).toList();
    }

    private Rounds fork(RigExperiment family, IntConsumer heard) throws IOException, InterruptedException {
        Path folder = Files.isWritable(SHARED)
                ? Files.createTempDirectory(SHARED, "sidecore-bench-")
                : Files.createTempDirectory("sidecore-bench-");
        Effort own = family.effort(effort);
        Thread ending = new Thread(() -> delete(folder));
        // An interrupted run leaves nothing in memory; its forks end when their pipes do.
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Process process = new ProcessBuilder(
                    command(family, folder, "lead", own.warmUps() + "", own.rounds() + "", own.sliceMillis() + ""))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader lines = process.inputReader()) {
                for (String line; (line = lines.readLine()) != null;) {
                    if (line.matches("\\d+")) {
                        heard.accept(Integer.parseInt(line));
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
            return Rounds.read(folder.resolve("rounds"));
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            delete(folder);
        }
    }

    /** The command of a fork, or of the process that a fork starts. */
    static List<String> command(RigExperiment family, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // For the peers: Agrona's buffers need the first, JCTools warns without the second. Sidecore needs neither.
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(family.flags());
        System.getProperties().stringPropertyNames().stream().filter(name -> name.startsWith(PROPERTIES)).sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkMain.class.getName(),
                family.getClass().getName(), folder.toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.err.println("sidecore: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
