package io.sidecore.bench.run;

import io.sidecore.bench.report.Rounds;
import io.sidecore.tools.CommandFailed;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run keeps on disk: a file for each fork as soon as it is measured, and a file that says what run this is. The same run started
 * again over the same folder measures only what is missing.
 */
public final class RunFolder implements AutoCloseable {
    private static final String IDENTITY = "run.txt";
    private static final String FORKS = "forks";
    private static final String LOCK = "run.lock";
    private static final String HALF = "half-written";
    private static final int DIGITS = 16;

    private final Path folder;
    private final int found;
    private final FileChannel lock;

    private RunFolder(Path folder, int found, FileChannel lock) {
        this.folder = folder;
        this.found = found;
        this.lock = lock;
    }

    /**
     * Opens a folder, new or of a run that did not end.
     *
     * @param folder   where; created if missing
     * @param settings what decides on the figures, in lines; JVM, kernel and code are added
     * @return the folder
     * @throws IOException   if it cannot be written
     * @throws CommandFailed if another run is there, or at work
     */
    public static RunFolder open(Path folder, List<String> settings) throws IOException {
        Files.createDirectories(folder.resolve(FORKS));
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            throw new CommandFailed(folder + " is in use by another run: name another folder with --report, or wait");
        }
        List<String> identity = new ArrayList<>(settings);
        identity.add("jvm: " + System.getProperty("java.vm.name") + " " + Runtime.version());
        identity.add("kernel: " + System.getProperty("os.version"));
        identity.add("code: " + code());
        Path file = folder.resolve(IDENTITY);
        if (!Files.exists(file)) {
            Path half = folder.resolve(HALF);
            Files.write(half, identity);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        }
        List<String> there = Files.readAllLines(file);
        List<String> other = there.stream().filter(line -> !identity.contains(line)).toList();
        if (!there.equals(identity)) {
            throw new CommandFailed(folder + " holds another run (" + String.join("; ", other)
                    + "): name another folder with --report, or delete this one");
        }
        try (Stream<Path> forks = Files.list(folder.resolve(FORKS))) {
            return new RunFolder(folder, (int) forks.count(), lock);
        }
    }

    /** {@return forks that were there when the folder was opened} */
    public int found() {
        return found;
    }

    /**
     * A file or folder within.
     *
     * @param name of it
     * @return its path
     */
    public Path resolve(String name) {
        return folder.resolve(name);
    }

    Optional<Rounds> read(String experiment, int fork) throws IOException {
        Path file = file(experiment, fork);
        return Files.exists(file) ? Optional.of(Rounds.read(file)) : Optional.empty();
    }

    /** All of it or nothing, whenever the process is killed. */
    void write(String experiment, int fork, Rounds rounds) throws IOException {
        Path half = folder.resolve(HALF);
        rounds.write(half);
        Files.move(half, file(experiment, fork), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String experiment, int fork) {
        return folder.resolve(FORKS).resolve(experiment + "." + fork + ".tsv");
    }

    /** Lets others use it. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** A digest of the classes and libraries that are measured. */
    private static String code() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                try (Stream<Path> files = Files.walk(Path.of(entry))) {
                    files.filter(Files::isRegularFile).filter(file -> file.toString().matches(".*\\.(class|jar)"))
                            .sorted().forEach(file -> update(digest, file));
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Path file) {
        try {
            digest.update(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
