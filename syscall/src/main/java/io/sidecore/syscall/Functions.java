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
        long a0 = OffHeap.getLong(entry);
        long a1 = OffHeap.getLong(entry + 8);
        long a2 = OffHeap.getLong(entry + 16);
        long a3 = OffHeap.getLong(entry + 24);
        long a4 = OffHeap.getLong(entry + 32);
        long a5 = OffHeap.getLong(entry + 40);
        int count = EntryLayout.count(control);
        if ((count & DELEGATED) == 0) {
            return calls.execute(number, a0, a1, a2, a3, a4, a5);
        }
        Delegate[] known = delegates;
        if (number >= known.length) {
            return -Errno.ENOSYS;
        }
        // What the caller has not given was not stored.
        int given = count & ARGUMENTS;
        return known[number].apply(given > 0 ? a0 : 0, given > 1 ? a1 : 0, given > 2 ? a2 : 0, given > 3 ? a3 : 0,
                given > 4 ? a4 : 0, given > 5 ? a5 : 0);
    }
}
