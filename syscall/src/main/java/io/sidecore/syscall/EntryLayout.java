package io.sidecore.syscall;

/** Offsets within an entry and the packing of its last word; see the diagram of this package. */
final class EntryLayout {
    /** Bytes of an entry: one cache line. */
    static final int LENGTH = 64;
    static final int RESULT = 48;
    /** Number, argument count, status and token, as one word that orders all the rest. */
    static final int CONTROL = 56;

    static final int FREE = 0;
    static final int SUBMITTED = 1;
    static final int BUSY = 2;
    static final int DONE = 3;

    private static final int ARGUMENTS_SHIFT = 16;
    private static final int STATUS_SHIFT = 24;
    private static final int TOKEN_SHIFT = 32;
    private static final long STATUS_MASK = 0xFFL << STATUS_SHIFT;

    private EntryLayout() {}

    static long control(int number, int arguments, int status, long token) {
        return token << TOKEN_SHIFT | (long) status << STATUS_SHIFT | (long) arguments << ARGUMENTS_SHIFT | number;
    }

    static int number(long control) {
        return (int) control & 0xFFFF;
    }

    static int arguments(long control) {
        return (int) (control >>> ARGUMENTS_SHIFT) & 0xFF;
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
