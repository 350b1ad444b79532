package io.sidecore.syscall;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Lets the kernel refuse system calls to this process, as a sandbox does: seccomp(2) with a filter. There is no way back. */
final class Seccomp {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long NUMBER = System.getProperty("os.arch").equals("aarch64") ? 277 : 317;
    private static final int SET_MODE_FILTER = 1;
    private static final int ALL_THREADS = 1;
    private static final int ALLOW = 0x7FFF_0000;
    private static final int ERRNO = 0x0005_0000;
    /** Instructions of the classic packet filter. */
    private static final short LOAD_WORD = 0x20;
    private static final short JUMP_IF_EQUAL = 0x15;
    private static final short RETURN = 0x06;

    static {
        Native.register(Seccomp.class, NativeLibrary.getInstance("c"));
    }

    private Seccomp() {}

    private static native int prctl(int option, long a, long b, long c, long d);

    private static native long syscall(long number, long operation, long flags, Memory program);

    static void forbid(int errno, int... numbers) {
        Memory filter = new Memory(8L * (numbers.length + 3));
        // The first word of struct seccomp_data is the number.
        instruction(filter, 0, LOAD_WORD, 0, 0);
        for (int i = 0; i < numbers.length; i++) {
            instruction(filter, 1 + i, JUMP_IF_EQUAL, numbers.length - i, numbers[i]);
        }
        instruction(filter, numbers.length + 1, RETURN, 0, ALLOW);
        instruction(filter, numbers.length + 2, RETURN, 0, ERRNO | errno);
        Memory program = new Memory(16);
        program.setShort(0, (short) (numbers.length + 3));
        program.setPointer(8, filter);
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                || syscall(NUMBER, SET_MODE_FILTER, ALL_THREADS, program) != 0) {
            throw new IllegalStateException("seccomp: errno " + Native.getLastError());
        }
    }

    private static void instruction(Memory filter, int index, short code, int jumpIfTrue, int constant) {
        filter.setShort(8L * index, code);
        filter.setByte(8L * index + 2, (byte) jumpIfTrue);
        filter.setByte(8L * index + 3, (byte) 0);
        filter.setInt(8L * index + 4, constant);
    }
}
