package io.sidecore.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process: its id, when it started, and the namespaces in which these count. An id alone is given out again.
 *
 * @param pid        process id, as the process itself sees it
 * @param startTicks start time in clock ticks since boot, field 22 of {@code /proc/pid/stat}, see proc_pid_stat(5); 0 if unknown
 * @param namespace  inodes of the PID namespace (lower half) and of the time namespace (upper half); 0 if unknown
 */
record ProcessIdentity(long pid, long startTicks, long namespace) {
    private static final ProcessIdentity SELF = read();

    static ProcessIdentity self() {
        return SELF;
    }

    private static ProcessIdentity read() {
        long pid = ProcessHandle.current().pid();
        String stat = stat(pid);
        return new ProcessIdentity(pid, stat == null ? 0 : startTicks(fields(stat)),
                ownNamespace());
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
        // A registration that was cut short has only its owner word: whoever carries that process id now may still complete it.
        return new ProcessIdentity(owner >>> Party.PID_SHIFT, start, start == 0 ? likelyNamespace(owner) : namespace);
    }

    /** Whether the words of a place, as for {@link #registered}, are those of a complete registration of this process. Allocates nothing. */
    static boolean isSelf(long owner, long startWord, long namespace) {
        return owner >>> Party.PID_SHIFT == SELF.pid && (startWord & 0xFFFF) == (owner & 0xFFFF)
                && startWord >>> 16 == SELF.startTicks && namespace == SELF.namespace;
    }

    private static long likelyNamespace(long owner) {
        long self = SELF.namespace;
        return (owner >>> Party.EPOCH_BITS & Party.LOW_BITS) == (self & Party.LOW_BITS) ? self : 0;
    }

    Liveness liveness() {
        if (pid <= 0) {
            return Liveness.DEAD;
        }
        if (equals(SELF)) {
            return Liveness.ALIVE;
        }
        if (namespace == 0 || namespace != SELF.namespace) {
            return Liveness.UNKNOWN;
        }
        String stat = stat(pid);
        if (stat == null) {
            // Gone, or hidden by the mount option hidepid; only the kernel knows which.
            return Kill.finds(pid) ? Liveness.UNKNOWN : Liveness.DEAD;
        }
        return liveness(stat);
    }

    /** What the text of {@code /proc/pid/stat} says: a zombie counts as dead, for it will never store again. */
    Liveness liveness(String stat) {
        String[] fields = fields(stat);
        boolean exited = fields[0].equals("Z") || fields[0].equals("X");
        // A first thread that has exited is a zombie too, as long as the others run.
        if (exited && Long.parseLong(fields[17]) <= 1) {
            return Liveness.DEAD;
        }
        if (startTicks == 0) {
            return Liveness.UNKNOWN;
        }
        return startTicks(fields) == startTicks ? Liveness.ALIVE : Liveness.DEAD;
    }

    private static String stat(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }

    /** The fields from the third on, the state; the second, the command's name, may hold blanks and brackets. */
    private static String[] fields(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static long startTicks(String[] fields) {
        return Long.parseLong(fields[19]);
    }

    private static long ownNamespace() {
        long pids = inode("pid");
        return pids == 0 ? 0 : inode("time") << 32 | pids;
    }

    private static long inode(String namespace) {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/" + namespace)).toString();
            return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** kill(2) with signal 0: whether a process exists, though it may be another user's and hidden. */
    private static final class Kill {
        private static final int ESRCH = 3;
        @SuppressWarnings("restricted")
        private static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.captureCallState("errno"));
        private static final long ERRNO = Linker.Option.captureStateLayout()
                .byteOffset(PathElement.groupElement("errno"));

        static boolean finds(long pid) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
                int result = (int) HANDLE.invokeExact(state, (int) pid, 0);
                return result == 0 || state.get(JAVA_INT, ERRNO) != ESRCH;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("a downcall throws nothing checked", e);
            }
        }
    }
}
