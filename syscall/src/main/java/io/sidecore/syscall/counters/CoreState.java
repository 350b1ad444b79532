package io.sidecore.syscall.counters;

/** What a syscall core does at the moment. The numbers are part of the shared layout. */
public enum CoreState {
    /** Looks for submissions. */
    SPINNING(1),
    /** Its active thread has been in one call for long. */
    IN_CALL(2),
    /** Its active thread sleeps until a submitter wakes it. */
    ASLEEP(3),
    /** Serves no page for the time being. */
    RELEASED(4),
    /** The region holds a number that this library does not know. */
    UNKNOWN(-1);

    private static final CoreState[] KNOWN = {SPINNING, IN_CALL, ASLEEP, RELEASED};

    private final int code;

    CoreState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static CoreState of(int code) {
        return code >= 1 && code <= KNOWN.length ? KNOWN[code - 1] : UNKNOWN;
    }
}
