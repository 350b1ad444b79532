package io.sidecore.tools.engine;

import io.sidecore.syscall.counters.EngineCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code /proc} shows of a process, see proc_pid_fd(5).
 *
 * @param pid     of the process
 * @param regions descriptors that are named as those of engines' counters are, in the order of their numbers
 */
record ProcessEngines(long pid, List<Path> regions) {
    /** Place of the flags behind the name in /proc/pid/stat, see proc_pid_stat(5). */
    private static final int FLAGS = 6;
    private static final long PF_EXITING = 4;
    private static final String LINK = "/memfd:" + EngineCounters.REGION_NAME;

    /** Fails with a message for the user if the process is not there, may not be looked at, or has no engine. */
    static ProcessEngines find(long pid) throws IOException {
        List<Path> regions = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder(pid).resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isNamedAsCounters(descriptor)) {
                    regions.add(descriptor);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw explained(pid, e.getCause());
        } catch (IOException e) {
            throw explained(pid, e);
        }
        if (regions.isEmpty()) {
            throw new IOException(hasEnded(pid)
                    ? gone(pid)
                    : "process " + pid + " (" + command(pid) + ") has no engine: it has started none, or closed it,"
                            + " or the kernel refuses it a memfd");
        }
        regions.sort(Comparator.comparingInt(path -> Integer.parseInt(path.getFileName().toString())));
        return new ProcessEngines(pid, List.copyOf(regions));
    }

    private static Path folder(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    private static boolean isNamedAsCounters(Path descriptor) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.equals(LINK) || target.equals(LINK + " (deleted)");
        } catch (NoSuchFileException closedMeanwhile) {
            return false;
        }
    }

    private static IOException explained(long pid, IOException e) {
        return new IOException(switch (e) {
            case NoSuchFileException missing -> gone(pid);
            case AccessDeniedException denied -> "process " + pid + " (" + command(pid) + ") belongs to " + owner(pid)
                    + ", or keeps others from looking at it: only that user, if at all, and root may look at its engines";
            default -> "process " + pid + ": its descriptors cannot be listed: " + e.getMessage();
        }, e);
    }

    private static String gone(long pid) {
        return "process " + pid + " is not there: it has ended, or /proc hides it";
    }

    private static String owner(long pid) {
        try {
            return "user " + Files.getOwner(folder(pid)).getName();
        } catch (IOException e) {
            return "another user";
        }
    }

    /** A process that ends has no descriptors any more, but a folder, until its parent has asked for it. */
    private static boolean hasEnded(long pid) {
        String stat = line(folder(pid).resolve("stat"));
        // The name in parentheses may hold anything, parentheses too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length <= FLAGS || (Long.parseLong(fields[FLAGS]) & PF_EXITING) != 0;
    }

    /** The name of a process, as ps shows it. */
    static String command(long pid) {
        return line(folder(pid).resolve("comm"));
    }

    /** The name of one of its threads; empty if it has ended. */
    String thread(long tid) {
        return line(folder(pid).resolve("task").resolve(Long.toString(tid)).resolve("comm"));
    }

    /** A file of /proc, printable; empty if it cannot be read. */
    private static String line(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip()
                    .replaceAll("\\p{Cntrl}", "?");
        } catch (IOException e) {
            return "";
        }
    }
}
