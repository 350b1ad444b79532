package io.sidecore.bench.rig;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for what a fork maps and writes, in memory if there is room for that; gone when the fork is done, or this JVM. */
public final class ForkFolder implements AutoCloseable {
    private static final Path SHARED = Path.of("/dev/shm");

    private final Path path;
    private final Thread ending;

    private ForkFolder(Path path) {
        this.path = path;
        this.ending = new Thread(this::delete);
    }

    /**
     * A new one.
     *
     * @param prefix of its name
     * @return the folder
     * @throws IOException if it cannot be created
     */
    public static ForkFolder create(String prefix) throws IOException {
        ForkFolder folder = new ForkFolder(Files.isWritable(SHARED)
                ? Files.createTempDirectory(SHARED, prefix)
                : Files.createTempDirectory(prefix));
        // An interrupted run leaves nothing in memory; its forks end when their pipes do.
        Runtime.getRuntime().addShutdownHook(folder.ending);
        return folder;
    }

    /** {@return where it is} */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook deletes.
            return;
        }
        delete();
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("sidecore: " + path + " could not be removed: " + e.getMessage());
        }
    }
}
