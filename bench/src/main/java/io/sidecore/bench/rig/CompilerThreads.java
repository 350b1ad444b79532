package io.sidecore.bench.rig;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** The JVM's compiler threads, which would take the measuring threads' CPUs in a slice for what the slices before it have made warm. */
final class CompilerThreads {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** The beginning of /proc/self/task/N/stat: the name, cut to 15 characters, and the state of a thread that does not sleep. */
    private static final Pattern AT_WORK = Pattern.compile("^\\d+ \\(C[12] CompilerThre\\) [^S]");
    private static final long PAUSE_NANOS = 100_000;
    /** No method takes so long: one that does is compiled beside the slice. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private CompilerThreads() {}

    /** Sleeps until they have nothing to do, or for a second. */
    static void awaitIdle() {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (isOneAtWork() && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    static boolean isOneAtWork() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                if (AT_WORK.matcher(stat(task)).find()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(TASKS + " cannot be read", e);
        }
    }

    private static String stat(Path task) {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (IOException e) {
            // A thread that has ended meanwhile: no such file, or no such process.
            return "";
        }
    }
}
