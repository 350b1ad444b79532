package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.DELEGATED;

import io.sidecore.syscall.call.SyscallNumber;

/** Which calls take a microsecond or so, as a rule: the results of those before need not be shown before one of them begins. */
final class Brevity {
    private static final boolean[] BRIEF = new boolean[512];

    static {
        int[] brief = {SyscallNumber.GETPPID, SyscallNumber.READ, SyscallNumber.WRITE, SyscallNumber.PREAD64,
                SyscallNumber.PWRITE64,
                SyscallNumber.READV, SyscallNumber.SENDTO, SyscallNumber.RECVFROM, SyscallNumber.SENDMSG,
                SyscallNumber.RECVMSG,
                SyscallNumber.LSEEK, SyscallNumber.STATX};
        for (int number : brief) {
            BRIEF[number] = true;
        }
    }

    private Brevity() {}

    static boolean isBrief(long control) {
        int number = EntryLayout.number(control);
        return number < BRIEF.length && BRIEF[number] && (EntryLayout.count(control) & DELEGATED) == 0;
    }
}
