package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts worker processes of this run, and keeps the folder with their patched classes and the rings. */
public final class Workers implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final int MOST_TRIES = 1_000;
    /** Lines of a report of the JVM: what has happened, and where. */
    private static final int HEAD = 16;

    private final Path folder;
    private final List<Site> sites;

    Workers() throws IOException {
        this(PatchedClasses::write);
    }

    /** How the classes of the workers are made. */
    public interface Patching {
        /**
         * {@return the sites of the classes that it has written}
         *
         * @param folder where to
         * @throws IOException if they cannot be written
         */
        List<Site> write(Path folder) throws IOException;
    }

    /**
     * A folder for the workers of one run.
     *
     * @param patching how their classes are made
     * @throws IOException if it cannot be made
     */
    public Workers(Patching patching) throws IOException {
        this(Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")), patching);
    }

    /** {@code parent}: of the folder. */
    Workers(Path parent, Patching patching) throws IOException {
        sweep(parent);
        folder = Files.createTempDirectory(parent, prefix(ProcessHandle.current().pid()));
        sites = patching.write(Files.createDirectory(folder.resolve("classes")));
        Files.createDirectory(folder.resolve("rings"));
        Files.createDirectory(folder.resolve("errors"));
        // A run that is interrupted must not leave megabytes of memory behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                close();
            } catch (IOException e) {
                // A worker that is still ending makes files; the next run sweeps them away.
            }
        }));
    }

    /** {@return the sites of the patched classes} */
    public List<Site> sites() {
        return sites;
    }

    Path patched() {
        return folder.resolve("classes");
    }

    /** {@return the folder of the rings} */
    public Path rings() {
        return folder.resolve("rings");
    }

    /**
     * Starts a process with the patched folder as its first argument; its errors go to our own.
     *
     * @param main      what it runs
     * @param options   of its virtual machine
     * @param arguments behind the first one
     * @return the process
     * @throws IOException if it cannot be started
     */
    public Process start(Class<?> main, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xshare:auto",
                "-XX:-CreateCoredumpOnCrash", "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + folder.resolve("errors").resolve("hs_err_%p.log")));
        command.addAll(options);
        command.addAll(List.of("-cp", patched() + File.pathSeparator + absoluteClassPath(), main.getName(),
                patched().toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /**
     * Tells a worker whose JVM has crashed from one that was killed: it may have been both.
     *
     * @param process that has ended
     * @throws Violation if it has crashed; with the beginning of the report
     */
    void checkCrash(Process process) {
        Path report = folder.resolve("errors").resolve("hs_err_" + process.pid() + ".log");
        if (Files.exists(report)) {
            try (Stream<String> lines = Files.lines(report)) {
                throw new Violation(lines.limit(HEAD).collect(Collectors.joining("\n",
                        "the JVM of worker process " + process.pid() + " has crashed:\n", "")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Called in a worker: ends it when its parent has gone, however that came about.
     *
     * @param orders its standard input
     */
    public static void endWithParent(Reader orders) {
        Thread.ofPlatform().daemon().name("parent watch").start(() -> {
            try {
                while (orders.read() >= 0) {
                    // Nothing more is said.
                }
            } catch (IOException e) {
                // As good as the end.
            }
            Runtime.getRuntime().halt(0);
        });
    }

    private static String absoluteClassPath() {
        return String.join(File.pathSeparator, Arrays.stream(System.getProperty("java.class.path").split(
                File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
    }

    @Override
    public void close() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        delete(folder);
    }

    /** With the namespace: the same pid in another container, which may share the folder, is another process. */
    private static String prefix(long pid) throws IOException {
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "");
        return "sidecore-crash-" + namespace + "-" + pid + "-";
    }

    /** Deletes what runs have left behind that were killed themselves. */
    private static void sweep(Path parent) throws IOException {
        Pattern ours = Pattern.compile(Pattern.quote(prefix(0).replaceAll("0-$", "")) + "(\\d+)-\\d+");
        List<Path> all;
        try (Stream<Path> files = Files.list(parent)) {
            all = files.toList();
        }
        for (Path file : all) {
            Matcher name = ours.matcher(file.getFileName().toString());
            if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                    && Files.isWritable(file)) {
                delete(file);
            }
        }
    }

    /** Those who are still ending may make and delete files meanwhile. */
    private static void delete(Path folder) throws IOException {
        for (int tries = 1; Files.exists(folder); tries++) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (UncheckedIOException | IOException e) {
                if (tries == MOST_TRIES) {
                    throw e instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) e;
                }
            }
        }
    }
}
