package io.sidecore.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process: its id, when it started, and the PID namespace in which the id counts. An id alone is given out again.
 *
 * @param pid       process id, as the process itself sees it
 * @param startTicks start time in clock ticks since boot, field 22 of {@code /proc/pid/stat}; 0 if unknown
 * @param namespace inode of the PID namespace; 0 if unknown
 */
record ProcessIdentity(long pid, long startTicks, long namespace) {
    /** Fields of {@code /proc/pid/stat} by their numbers in proc_pid_stat(5). */
    private static final int THREADS = 20;
    private static final int START_TIME = 22;
    private static final ProcessIdentity SELF = read();

    /** What can be said of another process. */
    enum Liveness {
        ALIVE,
        DEAD,
        /** It lives in another PID namespace, or {@code /proc} hides it: nothing may be taken from it. */
        UNKNOWN
    }

    static ProcessIdentity self() {
        return SELF;
    }

    private static ProcessIdentity read() {
        long pid = ProcessHandle.current().pid();
        String stat = stat(pid);
        return new ProcessIdentity(pid, stat == null ? 0 : startTicks(stat), ownNamespace());
    }

    /** A zombie counts as dead: it will never store again, once all of its threads are gone. */
    Liveness liveness() {
        if (pid <= 0) {
            return Liveness.DEAD;
        }
        if (namespace == 0 || namespace != SELF.namespace) {
            return Liveness.UNKNOWN;
        }
        String stat = stat(pid);
        if (stat == null) {
            // Without a process directory of our own, /proc says nothing; kill(2) with signal 0 does.
            boolean procWorks = SELF.startTicks != 0;
            if (ProcessHandle.of(pid).isPresent()) {
                return Liveness.UNKNOWN;
            }
            return procWorks ? Liveness.DEAD : Liveness.UNKNOWN;
        }
        char state = stat.charAt(stat.lastIndexOf(')') + 2);
        if ((state == 'Z' || state == 'X') && Long.parseLong(field(stat, THREADS)) <= 1) {
            // The first thread is a zombie as soon as it is dead itself; another may still be on its way out, and at a store.
            return Liveness.DEAD;
        }
        return startTicks == 0 ? Liveness.UNKNOWN : startTicks(stat) == startTicks ? Liveness.ALIVE : Liveness.DEAD;
    }

    private static String stat(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }

    private static long startTicks(String stat) {
        return Long.parseLong(field(stat, START_TIME));
    }

    /** {@code number}: as in proc_pid_stat(5), from 3. */
    private static String field(String stat, int number) {
        // The second field, the command's name, may hold blanks and brackets.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number - 3];
    }

    private static long ownNamespace() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
