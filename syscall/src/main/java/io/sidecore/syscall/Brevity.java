package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.DELEGATED;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.SyscallNumber;
import java.util.Arrays;

/** Which calls take a microsecond or so, as a rule: the results of those before need not be shown before one of them begins. */
final class Brevity {
    /** Bytes. Copying more takes longer than showing a result. */
    private static final long MOST = 16 * 1024;
    private static final int NEVER = -1;
    private static final int ALWAYS = 6;
    /** Which argument is the length that decides, by number of the call. */
    private static final byte[] LENGTHS = new byte[512];

    static {
        Arrays.fill(LENGTHS, (byte) NEVER);
        for (int number : new int[]{SyscallNumber.READ, SyscallNumber.WRITE, SyscallNumber.PREAD64,
                SyscallNumber.PWRITE64, SyscallNumber.SENDTO, SyscallNumber.RECVFROM}) {
            LENGTHS[number] = 2;
        }
        for (int number : new int[]{SyscallNumber.GETPPID, SyscallNumber.LSEEK, SyscallNumber.STATX}) {
            LENGTHS[number] = ALWAYS;
        }
    }

    private Brevity() {}

    static boolean isBrief(long control, long entry) {
        int number = EntryLayout.number(control);
        int length = number < LENGTHS.length ? LENGTHS[number] : NEVER;
        return length != NEVER && (EntryLayout.count(control) & DELEGATED) == 0
                && (length == ALWAYS || Long.compareUnsigned(OffHeap.getLong(entry + length * 8L), MOST) <= 0);
    }
}
