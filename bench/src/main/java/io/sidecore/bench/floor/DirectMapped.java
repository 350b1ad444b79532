package io.sidecore.bench.floor;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The C library through JNA's direct mapping: native methods that JNA binds when this class is loaded. */
final class DirectMapped {
    static {
        Native.register(DirectMapped.class, NativeLibrary.getProcess());
    }

    private DirectMapped() {}

    /** getpagesize(2): on Linux no system call. */
    static native int getpagesize();

    /** getppid(2). */
    static native int getppid();
}
