package io.sidecore.tools.perf;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One counter of the kernel for the thread that opened it, on whatever CPU it runs: {@code perf_event_open(2)}. For that thread alone.
 *
 * <pre>
 *   struct perf_event_attr, as far as it is used; the rest is 0
 *   0       4       8        16                               40
 *   | type  | size  | config | sampling, reading: none        | flags |
 * </pre>
 */
public final class PerfEvent implements AutoCloseable {
    /** Counted by the CPU. */
    public static final int TYPE_HARDWARE = 0;
    /** Counted by the kernel. */
    public static final int TYPE_SOFTWARE = 1;
    /** A place in the kernel; the configuration is its number. */
    public static final int TYPE_TRACEPOINT = 2;
    /** Counted by the CPU's caches. */
    public static final int TYPE_HARDWARE_CACHE = 3;

    private static final int ATTRIBUTE_BYTES = 128;
    private static final int CONFIG = 8;
    private static final int FLAGS = 40;
    private static final long EXCLUDE_KERNEL = 1L << 5;
    private static final long EXCLUDE_HYPERVISOR = 1L << 6;
    private static final int FLAG_FD_CLOEXEC = 8;

    private final DirectCalls calls = new DirectCalls();
    private final MemorySegment value = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
    private final long fd;

    private PerfEvent(int type, long config, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_BYTES, Long.BYTES);
            attribute.set(ValueLayout.JAVA_INT, 0, type);
            attribute.set(ValueLayout.JAVA_INT, Integer.BYTES, ATTRIBUTE_BYTES);
            attribute.set(ValueLayout.JAVA_LONG, CONFIG, config);
            attribute.set(ValueLayout.JAVA_LONG, FLAGS, flags);
            // This thread, on any CPU, in no group.
            fd = calls.raw(SyscallNumber.PERF_EVENT_OPEN, attribute.address(), 0, -1, -1, FLAG_FD_CLOEXEC);
        }
    }

    /**
     * Counts from now on whatever the calling thread does.
     *
     * @param type   one of the types above
     * @param config which event of that type
     * @return the counter; whether it counts, {@link #isOpen} tells
     */
    public static PerfEvent everywhere(int type, long config) {
        return new PerfEvent(type, config, 0);
    }

    /**
     * Counts from now on what the calling thread does outside the kernel.
     *
     * @param type   one of the types above
     * @param config which event of that type
     * @return the counter; whether it counts, {@link #isOpen} tells
     */
    public static PerfEvent inUserMode(int type, long config) {
        return new PerfEvent(type, config, EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR);
    }

    /** {@return whether the kernel has opened it} */
    public boolean isOpen() {
        return fd >= 0;
    }

    /** {@return a negated error number where it is not open, otherwise the descriptor} */
    public long result() {
        return fd;
    }

    /**
     * Reads the counter, which is a system call itself.
     *
     * @return events so far
     * @throws IllegalStateException if it is not open
     */
    public long read() {
        long length = isOpen() ? calls.read((int) fd, value, 0, Long.BYTES) : fd;
        if (length != Long.BYTES) {
            throw new IllegalStateException("reading a performance counter failed: " + length);
        }
        return value.get(ValueLayout.JAVA_LONG, 0);
    }

    @Override
    public void close() {
        if (isOpen()) {
            calls.close((int) fd);
        }
    }
}
