package io.sidecore.syscall.differential;

import com.sun.jna.Native;
import io.sidecore.syscall.DirectCalls;
import java.util.Arrays;

/** The C library's {@code syscall(2)} by JNA: a way to the kernel that shares nothing with {@link DirectCalls}. */
final class SecondPath {
    static {
        Native.register(SecondPath.class, "c");
    }

    private SecondPath() {}

    private static native long syscall(long number, long a0, long a1, long a2, long a3, long a4, long a5);

    /** The kernel's result: 0 or more, or a negated error number. */
    static long call(int number, long... arguments) {
        long[] a = Arrays.copyOf(arguments, 6);
        long result = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        return result == -1 ? -Native.getLastError() : result;
    }
}
