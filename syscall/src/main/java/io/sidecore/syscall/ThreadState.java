package io.sidecore.syscall;

import static io.sidecore.syscall.call.FileCalls.AT_FDCWD;
import static io.sidecore.syscall.call.FileCalls.O_CLOEXEC;

import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.struct.CString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the kernel's scheduler says of a thread of this process: the state in {@code /proc/self/task/tid/stat}, see proc(5). For one thread at a
 * time. No allocation after construction.
 */
final class ThreadState {
    /** Enough for the number, a name of 15 bytes, and the state. */
    private static final int LENGTH = 64;

    private final DirectCalls calls = new DirectCalls();
    private final CString path;
    private final MemorySegment text = Arena.ofAuto().allocate(LENGTH);

    ThreadState(int tid) {
        this.path = new CString("/proc/self/task/" + tid + "/stat");
    }

    /** Whether it waits for something, interruptibly or not. True, too, if the kernel does not tell. */
    boolean isBlocked() {
        long fd = calls.execute(SyscallNumber.OPENAT, AT_FDCWD, path.segment().address(), O_CLOEXEC, 0, 0, 0);
        if (fd < 0) {
            return true;
        }
        long length = calls.execute(SyscallNumber.READ, fd, text.address(), LENGTH, 0, 0, 0);
        calls.execute(SyscallNumber.CLOSE, fd, 0, 0, 0, 0, 0);
        // The name before it may contain anything.
        for (long at = length - 3; at > 0; at--) {
            if (text.get(ValueLayout.JAVA_BYTE, at) == ')') {
                return text.get(ValueLayout.JAVA_BYTE, at + 2) != 'R';
            }
        }
        return true;
    }
}
