package io.sidecore.syscall.counters;

/** Who may submit to a page. The numbers are part of the shared layout. */
public enum PageKind {
    /** One application thread. */
    PRIVATE(1),
    /** Any thread. */
    SHARED(2),
    /** The region holds a number that this library does not know. */
    UNKNOWN(-1);

    private final int code;

    PageKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static PageKind of(long code) {
        return code == 1 ? PRIVATE : code == 2 ? SHARED : UNKNOWN;
    }
}
