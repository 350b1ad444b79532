package io.sidecore.affinity;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * How long the calling thread may run before another one that shares its CPU gets in.
 *
 * <p>Linux 6.12 and later let a thread of the normal class ask for a slice of its own ({@code sched_setattr(2)}, field {@code runtime});
 * the default is about 3 ms. What counts for threads that wait by yielding: {@code sched_yield} gives up a whole slice, so two threads that
 * share a CPU and yield to each other can each be shut out for a slice after the other's turn. Older kernels take the wish and ignore it.
 */
public final class TimeSlice {
    /** The shortest that the kernel grants. */
    public static final Duration SHORTEST = Duration.ofNanos(100_000);
    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final int ATTRIBUTE_BYTES = 48;
    private static final int RUNTIME = 24;

    private TimeSlice() {}

    /**
     * Asks for a slice. Resets the thread to the normal scheduling class with nice value 0. Needs no privilege, unless the thread had a
     * worse nice value.
     *
     * @param slice {@link #SHORTEST} to 100 ms; others are clamped
     * @return whether the kernel took it; false where a sandbox forbids the call, and then nothing has changed
     * @throws IllegalStateException on a virtual thread
     */
    public static boolean request(Duration slice) {
        CurrentThread.requirePlatform("ask for a time slice");
        long nanos = Math.clamp(slice.toNanos(), SHORTEST.toNanos(), LONGEST.toNanos());
        ByteBuffer attributes = ByteBuffer.allocate(ATTRIBUTE_BYTES).order(ByteOrder.nativeOrder());
        attributes.putInt(0, ATTRIBUTE_BYTES).putLong(RUNTIME, nanos);
        try {
            Libc.loaded().syscall(new NativeLong(number()), ThreadMask.SELF, attributes.array(), 0);
            return true;
        } catch (LastErrorException e) {
            return false;
        }
    }

    private static long number() {
        return System.getProperty("os.arch").equals("aarch64") ? 274 : 314;
    }
}
