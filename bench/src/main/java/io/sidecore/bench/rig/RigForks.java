package io.sidecore.bench.rig;

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
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs an experiment of the rig in a JVM of its own. */
public final class RigForks {
    /** Of every JVM. The last two are for peers: Agrona's buffers need the one, JCTools warns without the other. Sidecore needs neither. */
    public static final List<String> FLAGS = List.of("--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private static final Path SHARED = Path.of("/dev/shm");
    /** Prefix of the system properties that forks inherit. */
    private static final String PROPERTIES = "sidecore.bench.";
    /** About what starting a JVM and opening the contenders takes. */
    private static final long START_MILLIS = 1500;

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

    /** What the experiment aims at, and no allocation where an entrant aims at that. */
    public static List<Target> targets(RigExperiment experiment) {
        return Stream.concat(experiment.targets().stream(),
                experiment.entrants().stream().filter(Entrant::allocationFree)
                        .map(entrant -> Target.noAllocation(entrant.name())))
                .toList();
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
            return Rounds.read(folder.resolve("rounds"));
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            delete(folder);
        }
    }

    /** The command of a fork, or of the process that a fork starts. */
    static List<String> command(RigExperiment family, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
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
