package io.sidecore.affinity;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;

/**
 * The four functions of the C library that this module calls, and nothing else.
 *
 * <p>A call that fails throws {@link LastErrorException}, which JNA fills within the same downcall; reading {@code errno} later would
 * race with whatever the JVM does on this thread in between. A {@code size_t} is passed as {@link NativeLong}: on Linux both are as wide
 * as a pointer. Any thread may call; a thread id of 0 means the calling kernel thread.
 */
interface Libc extends Library {
    /** No such thread. */
    int ESRCH = 3;
    /** Not permitted. */
    int EPERM = 1;
    /** Mask too short (get), or without any CPU that may be used (set). */
    int EINVAL = 22;
    /** The call itself is missing or filtered. */
    int ENOSYS = 38;

    /** sched_setaffinity(2): restricts a thread to the CPUs of the mask; returns after a running thread has moved. */
    int sched_setaffinity(int tid, NativeLong maskBytes, byte[] mask) throws LastErrorException;

    /** sched_getaffinity(2): EINVAL when the mask has fewer bits than the kernel has CPUs, or is not a multiple of a long. */
    int sched_getaffinity(int tid, NativeLong maskBytes, byte[] mask) throws LastErrorException;

    /** sched_getcpu(3). */
    int sched_getcpu() throws LastErrorException;

    /** gettid(2): glibc 2.30, musl 1.2.2. */
    int gettid() throws LastErrorException;

    /**
     * The C library this process already runs on, glibc or musl: no file is searched for.
     *
     * @throws AffinityException if JNA cannot load its own native part
     */
    static Libc loaded() {
        if (Holder.LIBC == null) {
            throw new AffinityException(
                    "JNA could not load its native part: it unpacks a library to a temporary folder, which must "
                            + "exist and allow execution (choose one with -Djna.tmpdir=...): " + Holder.failure,
                    Holder.failure);
        }
        return Holder.LIBC;
    }

    /** Keeps the first failure, so that later calls repeat its reason instead of a bare NoClassDefFoundError. */
    final class Holder {
        private static final Libc LIBC;
        private static LinkageError failure;

        static {
            Libc loaded = null;
            try {
                loaded = Native.load(Libc.class);
            } catch (LinkageError e) {
                failure = e;
            }
            LIBC = loaded;
        }

        private Holder() {}
    }
}
