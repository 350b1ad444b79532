package io.sidecore.bench.calls.peers;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C library by JNA's direct mapping. */
final class LibC {
    static {
        Native.register("c");
    }

    private LibC() {}

    static native long pwrite(int fd, Pointer buffer, long count, long offset);
}
