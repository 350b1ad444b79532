package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;

/** Offsets within an entry and the packing of its last word; see the diagram of this package. */
final class EntryLayout {
    /** Bytes of an entry: one cache line. */
    static final int LENGTH = 64;
    /**
     * Until the result is there, of a private page: index of the entry that the page's next call will be in, or has been put in. Of a shared
     * page: index + 1 of the next one in the stack that the entry is in, 0 if none.
     */
    static final int RESULT = 48;
    /** Number, argument count and flags, status and token, as one word that orders all the rest. */
    static final int CONTROL = 56;

    static final int FREE = 0;
    static final int SUBMITTED = 1;
    static final int BUSY = 2;
    static final int DONE = 3;
    /** Beside a status: the call is set aside, and its completion comes by the page's list. */
    static final int ASIDE = 0x10;

    /** Of the count byte: the arguments. */
    static final int ARGUMENTS = 0x07;
    /** Of the count byte: starts when all earlier calls of the page on the same descriptors are final. */
    static final int THEN_ON_SAME_DESCRIPTOR = 0x08;
    /** Of the count byte: starts when all earlier calls of the page are final. */
    static final int BARRIER = 0x10;
    /** Of the count byte: the time of the submission stands in the page's header. */
    static final int SAMPLED = 0x20;
    /** Of the count byte: the number is that of a registered function. */
    static final int DELEGATED = 0x40;

    /** Added to a function's number where it is shown beside system calls'. */
    private static final int FUNCTION = 1 << 16;
    private static final int COUNT_SHIFT = 16;
    private static final int STATUS_SHIFT = 24;
    private static final int TOKEN_SHIFT = 32;
    private static final long STATUS_MASK = 0xFFL << STATUS_SHIFT;

    private EntryLayout() {}

    /** Stores the arguments that count. */
    static void putArguments(long entry, int arguments, long a0, long a1, long a2, long a3, long a4, long a5) {
        if (arguments > 0) {
            OffHeap.putLong(entry, a0);
        }
        if (arguments > 1) {
            OffHeap.putLong(entry + 8, a1);
        }
        if (arguments > 2) {
            OffHeap.putLong(entry + 16, a2);
        }
        if (arguments > 3) {
            OffHeap.putLong(entry + 24, a3);
        }
        if (arguments > 4) {
            OffHeap.putLong(entry + 32, a4);
        }
        if (arguments > 5) {
            OffHeap.putLong(entry + 40, a5);
        }
    }

    static long control(int number, int count, int status, int token) {
        return (long) token << TOKEN_SHIFT | (long) status << STATUS_SHIFT | (long) count << COUNT_SHIFT | number;
    }

    static int number(long control) {
        return (int) control & 0xFFFF;
    }

    /** For reports: that of a registered function has a bit that no system call's number has. */
    static int shownNumber(long control) {
        return (count(control) & DELEGATED) == 0 ? number(control) : FUNCTION | number(control);
    }

    static int count(long control) {
        return (int) (control >>> COUNT_SHIFT) & 0xFF;
    }

    static int status(long control) {
        return (int) (control >>> STATUS_SHIFT) & 0xFF;
    }

    static int token(long control) {
        return (int) (control >>> TOKEN_SHIFT);
    }

    static long withStatus(long control, int status) {
        return control & ~STATUS_MASK | (long) status << STATUS_SHIFT;
    }
}
