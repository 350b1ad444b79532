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
    private static final ProcessIdentity SELF = read();

    static ProcessIdentity self() {
        return SELF;
    }

    private static ProcessIdentity read() {
        long pid = ProcessHandle.current().pid();
        String stat = stat(pid);
        return new ProcessIdentity(pid, stat == null ? 0 : startTicks(stat), ownNamespace());
    }

    /**
     * Who is registered in a place of the table of parties.
     *
     * @param owner     the place's owner word
     * @param startWord its start ticks, which are the owner's only if the epochs agree
     * @param namespace its namespace word
     */
    static ProcessIdentity registered(long owner, long startWord, long namespace) {
        long start = (startWord & 0xFFFF) == (owner & 0xFFFF) ? startWord >>> 16 : 0;
        // A registration that was cut short has only its process id: whoever carries that id now may still complete it.
        return new ProcessIdentity(owner >>> 32, start, start == 0 ? SELF.namespace : namespace);
    }

    /** A zombie counts as dead: it will never store again. */
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
        if (state == 'Z' || state == 'X') {
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
        // The second field, the command's name, may hold blanks and brackets; 20 fields lie between it and the start time.
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
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
