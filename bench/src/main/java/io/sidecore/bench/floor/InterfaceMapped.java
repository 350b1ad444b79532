package io.sidecore.bench.floor;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The C library through JNA's interface mapping: a proxy that looks each method up when it is called. Public, as the proxy wants it. */
public interface InterfaceMapped extends Library {
    /** The library that this process runs on. */
    InterfaceMapped LIBC = Native.load(InterfaceMapped.class);

    /**
     * getpagesize(2): on Linux no system call.
     *
     * @return bytes
     */
    int getpagesize();

    /**
     * getppid(2).
     *
     * @return the parent's number
     */
    int getppid();
}
