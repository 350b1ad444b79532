package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ARGUMENTS;
import static io.sidecore.syscall.EntryLayout.DELEGATED;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Whether a call that somebody's signal has ended is to be made again, see {@link Conduct#restarts}. One thread at a time. */
final class Restarts {
    private static final int SOL_SOCKET = 1;
    /** Time limits of a socket, as struct timeval: 16 bytes on both architectures. */
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int TIMEVAL_LENGTH = 16;

    private final DirectCalls calls;
    /** Made with the first signal. */
    private MemorySegment option;

    Restarts(DirectCalls calls) {
        this.calls = calls;
    }

    /** {@code control}: of a call that has returned EINTR. */
    boolean isDue(long entry, long control) {
        int number = EntryLayout.number(control);
        int count = EntryLayout.count(control);
        if ((count & DELEGATED) != 0 || !Conduct.restarts(number)) {
            return false;
        }
        boolean isOnDescriptor = (Conduct.descriptors(Conduct.of(number)) & 1) != 0;
        return !isOnDescriptor || !hasTimeLimit(Functions.argument(entry, 0, count & ARGUMENTS));
    }

    /** A socket's time limit would begin anew with each signal, and perhaps never be over. */
    private boolean hasTimeLimit(long fd) {
        return isSet(fd, SO_RCVTIMEO) || isSet(fd, SO_SNDTIMEO);
    }

    private boolean isSet(long fd, int name) {
        if (option == null) {
            option = Arena.ofAuto().allocate(TIMEVAL_LENGTH + 8, 8);
        }
        long value = option.address();
        OffHeap.putInt(value + TIMEVAL_LENGTH, TIMEVAL_LENGTH);
        // What is no socket says so.
        return calls.execute(SyscallNumber.GETSOCKOPT, fd, SOL_SOCKET, name, value, value + TIMEVAL_LENGTH, 0) == 0
                && (OffHeap.getLong(value) | OffHeap.getLong(value + 8)) != 0;
    }
}
