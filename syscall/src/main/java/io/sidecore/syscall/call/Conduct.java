package io.sidecore.syscall.call;

import java.util.Map;

/**
 * How each system call of this machine's architecture behaves towards the thread that executes it, as one byte: for engines,
 * which have to know before they execute a call whether they may get stuck in it, and in which order it stands to others.
 *
 * <pre>
 *    7 6 5 4 3 2   1 0
 *    | a5 … a0  | kind |     aN: argument N is a file descriptor
 * </pre>
 *
 * <p>A descriptor that stands in memory (of {@code poll}, of a control message) is not known here, nor one that another argument
 * makes a descriptor ({@code ioctl}). Calls that this version of the library does not know count as quick and without
 * descriptors. Any thread.
 */
public final class Conduct {
    /** Returns when its work is done; that may take long on a slow device, but waits for no event. Includes all writes and syncs. */
    public static final int QUICK = 0;
    /**
     * May wait for an event, and has a cheap way to find out: a form that does not block, or a poll of its descriptor. The form may
     * end earlier than the call itself would, where the caller asked for all ({@code MSG_WAITALL}, {@code recvmmsg}).
     */
    public static final int ATTEMPT = 1;
    /** Waits by nature. */
    public static final int BLOCKS = 2;
    /** Not to be executed for another thread, see {@link #refusal}. */
    public static final int REFUSED = 3;

    private static final int KIND_MASK = 3;
    private static final int DESCRIPTORS_SHIFT = 2;
    /** Numbers from 0 that the table covers; a power of two. */
    static final int NUMBERS = 512;

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("process", "it would end or replace the JVM's process"),
            Map.entry("exit", "it would end the thread that executes it, without the JVM knowing"),
            Map.entry("child",
                    "the child would run on the executing thread's stack, in a JVM without its other threads"),
            Map.entry("alarm", "its signal ends a process that has no handler for it, such as the JVM's"),
            Map.entry("credentials",
                    "the kernel keeps credentials by thread: only the executing thread's would change"),
            Map.entry("confinement", "it would set the executing thread apart from the rest of the process, for good"),
            Map.entry("thread", "it concerns the calling thread, and an engine's thread would answer for itself"),
            Map.entry("signals",
                    "masks and pending signals belong to a thread, and the JVM has set those of its own"),
            Map.entry("ring",
                    "a ring's requests belong to the thread that enters them, and are cancelled when it ends"),
            Map.entry("runtime", "it would change what the JVM's runtime relies on"),
            Map.entry("return", "only the kernel's own return paths may call it; elsewhere it corrupts or kills"),
            Map.entry("paths",
                    "the JDK takes root and working directory for constant and would no longer find its files"),
            Map.entry("descriptors",
                    "it closes descriptors of the JVM and of calls that are queued, and cannot be ordered with them"));

    private static final byte[] TABLE = new byte[NUMBERS];
    private static final String[] REFUSALS = new String[NUMBERS];
    private static final boolean[] RESTARTS = new boolean[NUMBERS];

    static {
        for (CallTable.Call call : CallTable.CALLS) {
            int number = call.number();
            if (number != CallTable.NONE) {
                TABLE[number] = (byte) (call.descriptors() << DESCRIPTORS_SHIFT | call.kind());
                RESTARTS[number] = call.restarts();
                REFUSALS[number] = call.kind() == REFUSED ? reason(call) : null;
            }
        }
    }

    private Conduct() {}

    /** Why the given call is refused. */
    static String reason(CallTable.Call call) {
        return REASONS.get(call.addition());
    }

    /**
     * What is known of a call: one load.
     *
     * @param number of the call
     * @return the conduct, to be asked with the methods below
     */
    public static int of(int number) {
        return (number & -NUMBERS) == 0 ? TABLE[number] & 0xFF : QUICK;
    }

    /**
     * Whether the call must not be executed.
     *
     * @param conduct from {@link #of}
     * @return true for kind {@link #REFUSED}
     */
    public static boolean isRefused(int conduct) {
        return (conduct & KIND_MASK) == REFUSED;
    }

    /**
     * Whether the call waits by nature.
     *
     * @param conduct from {@link #of}
     * @return true for kind {@link #BLOCKS}
     */
    public static boolean blocks(int conduct) {
        return (conduct & KIND_MASK) == BLOCKS;
    }

    /**
     * Whether the call may wait, and can be attempted first.
     *
     * @param conduct from {@link #of}
     * @return true for kind {@link #ATTEMPT}
     */
    public static boolean mayBlock(int conduct) {
        return (conduct & KIND_MASK) == ATTEMPT;
    }

    /**
     * Which arguments are file descriptors.
     *
     * @param conduct from {@link #of}
     * @return bit N for argument N, counted from 0; such an argument may still be {@code AT_FDCWD} or -1
     */
    public static int descriptors(int conduct) {
        return conduct >>> DESCRIPTORS_SHIFT;
    }

    /**
     * Whether the call is made again when a signal ends it with EINTR, and nobody has given it up: those that the kernel itself would restart
     * for a handler with {@code SA_RESTART} (signal(7)). Others have a time limit that would begin anew, go on by themselves as {@code connect}
     * does, or are not to be repeated as {@code close}: their callers are told.
     *
     * @param number of the call
     * @return false also for calls that are not known
     */
    public static boolean restarts(int number) {
        return (number & -NUMBERS) == 0 && RESTARTS[number];
    }

    /**
     * Why a call is refused.
     *
     * @param number of the call
     * @return the reason as half a sentence, or null if the call is not refused
     */
    public static String refusal(int number) {
        return (number & -NUMBERS) == 0 ? REFUSALS[number] : null;
    }

    /**
     * Refuses what must not be executed.
     *
     * @param number of the call
     * @throws IllegalArgumentException if the call is refused, the message holds the reason; or if there is no such number
     */
    public static void requireAllowed(int number) {
        if ((number & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("system call " + number + ": not a number from 0 to 65535");
        }
        if (isRefused(of(number))) {
            throw new IllegalArgumentException(
                    CallTable.name(number) + " (" + number + ") is refused: " + refusal(number));
        }
    }
}
