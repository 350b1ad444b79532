package io.sidecore.stress.hostile;

import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.LockSupport;

/** What an honest process does wrong on purpose, to see that the harness notices. */
enum Fault {
    /** Nothing. */
    NONE,
    /** Reads where nothing is mapped: SIGSEGV. */
    CRASH,
    /** Does not come back. */
    HANG,
    /** Gets a message that no rule allows. */
    OVERRUN,
    /** Meets an exception that no Javadoc names. */
    ERROR;

    @SuppressWarnings("restricted")
    void happen() {
        switch (this) {
            case NONE -> {
            }
            // Not in the first page: an access there would be a NullPointerException.
            case CRASH -> MemorySegment.ofAddress(1L << 40).reinterpret(8).get(ValueLayout.JAVA_LONG, 0);
            case HANG -> {
                while (true) {
                    LockSupport.park();
                }
            }
            case OVERRUN -> throw new Violation("a message of 1 bytes was handed over; the longest has 0: planted");
            case ERROR -> throw new IndexOutOfBoundsException("planted");
        }
    }
}
