package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.Pointers;
import io.sidecore.syscall.struct.TimeSpec;

/**
 * Clocks, and sleeping. A clock is a device of its own on most machines, read without a system call by {@link System#nanoTime}; here it is read
 * by whoever executes the call.
 */
public sealed interface TimeCalls extends Submitter permits SystemCalls {
    /** Time of day. */
    int CLOCK_REALTIME = 0;
    /** Since a point in the past, without the time suspended. */
    int CLOCK_MONOTONIC = 1;
    /** CPU time of the process. */
    int CLOCK_PROCESS_CPUTIME_ID = 2;
    /** {@code CLOCK_MONOTONIC} without corrections. */
    int CLOCK_MONOTONIC_RAW = 4;
    /** {@code CLOCK_REALTIME}, cheap and coarse. */
    int CLOCK_REALTIME_COARSE = 5;
    /** {@code CLOCK_MONOTONIC}, cheap and coarse. */
    int CLOCK_MONOTONIC_COARSE = 6;
    /** Since a point in the past, with the time suspended. */
    int CLOCK_BOOTTIME = 7;
    /** Atomic time. */
    int CLOCK_TAI = 11;
    /** {@code clock_nanosleep}: until a time of the clock. */
    int TIMER_ABSTIME = 1;

    /**
     * {@code clock_gettime(2)}.
     *
     * @param clock {@code CLOCK_...}
     * @param time  where the kernel puts it
     * @return result (0) or token
     * @throws IllegalArgumentException for {@code CLOCK_THREAD_CPUTIME_ID}, which concerns the calling thread
     */
    default long clock_gettime(int clock, TimeSpec time) {
        return submit(CLOCK_GETTIME, 2, everybodys(clock), Pointers.writable(time.segment()), 0, 0, 0, 0, time);
    }

    /**
     * {@code clock_getres(2)}.
     *
     * @param clock      {@code CLOCK_...}
     * @param resolution where the kernel puts it
     * @return result (0) or token
     */
    default long clock_getres(int clock, TimeSpec resolution) {
        return submit(CLOCK_GETRES, 2, clock, Pointers.writable(resolution.segment()), 0, 0, 0, 0, resolution);
    }

    /**
     * {@code nanosleep(2)}.
     *
     * @param duration  how long
     * @param remaining where the kernel puts what is left after EINTR, or null
     * @return result (0, or EINTR) or token
     */
    default long nanosleep(TimeSpec duration, TimeSpec remaining) {
        long rest = remaining == null ? 0 : Pointers.writable(remaining.segment());
        return submit(NANOSLEEP, 2, Pointers.readable(duration.segment()), rest, 0, 0, 0, 0,
                Pointers.together(duration.segment(), remaining == null ? null : remaining.segment()));
    }

    /**
     * {@code clock_nanosleep(2)}. The result is a negated error number, as that of every other call.
     *
     * @param clock     {@code CLOCK_...}
     * @param flags     0 or {@code TIMER_ABSTIME}
     * @param time      how long, or until when
     * @param remaining where the kernel puts what is left after EINTR of a sleep that is not until a time, or null
     * @return result (0, or EINTR) or token
     * @throws IllegalArgumentException for {@code CLOCK_THREAD_CPUTIME_ID}, which concerns the calling thread
     */
    default long clock_nanosleep(int clock, int flags, TimeSpec time, TimeSpec remaining) {
        long rest = remaining == null ? 0 : Pointers.writable(remaining.segment());
        return submit(CLOCK_NANOSLEEP, 4, everybodys(clock), flags, Pointers.readable(time.segment()), rest, 0, 0,
                Pointers.together(time.segment(), remaining == null ? null : remaining.segment()));
    }

    private static int everybodys(int clock) {
        if (clock == 3) {
            throw new IllegalArgumentException(
                    "CLOCK_THREAD_CPUTIME_ID is the calling thread's, and an engine's thread would answer for itself");
        }
        return clock;
    }
}
