package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ARGUMENTS;
import static io.sidecore.syscall.EntryLayout.DELEGATED;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Errno;
import java.util.Arrays;

/** Carries entries out on the calling thread: the kernel's calls, and the functions that are registered with an engine. Any thread. */
final class Functions {
    /** A number has 16 bits. */
    private static final int LIMIT = 1 << 16;

    private volatile Delegate[] delegates = {};

    synchronized Delegate add(Engine engine, DelegatedFunction function) {
        int number = delegates.length;
        if (number == LIMIT) {
            throw new IllegalStateException(
                    LIMIT + " functions are registered with this engine, and none can be removed");
        }
        Delegate[] grown = Arrays.copyOf(delegates, number + 1);
        grown[number] = new Delegate(engine, number, function);
        delegates = grown;
        return grown[number];
    }

    /** The control word was read with acquire order, so the arguments are there. */
    long execute(DirectCalls calls, long entry, long control) {
        int number = EntryLayout.number(control);
        int count = EntryLayout.count(control);
        int given = count & ARGUMENTS;
        long a0 = argument(entry, 0, given);
        long a1 = argument(entry, 1, given);
        long a2 = argument(entry, 2, given);
        long a3 = argument(entry, 3, given);
        long a4 = argument(entry, 4, given);
        long a5 = argument(entry, 5, given);
        if ((count & DELEGATED) == 0) {
            return calls.execute(number, a0, a1, a2, a3, a4, a5);
        }
        Delegate[] known = delegates;
        if (number >= known.length) {
            return -Errno.ENOSYS;
        }
        return known[number].apply(a0, a1, a2, a3, a4, a5);
    }

    /** What the caller has not given was not stored: 0. */
    static long argument(long entry, int index, int given) {
        return index < given ? OffHeap.getLong(entry + index * 8L) : 0;
    }
}
