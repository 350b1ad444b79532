package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.TimeSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimeAndProcessCallsTest {
    private static long throughJna(int clock) {
        Memory time = new Memory(16);
        Libc.LIBC.clock_gettime(clock, time);
        return time.getLong(0) * 1_000_000_000 + time.getLong(8);
    }

    @ParameterizedTest
    @EnumSource
    void clocksTellATimeBetweenTwoThatJnaReads(Route route) {
        try (Ride ride = route.open()) {
            TimeSpec time = new TimeSpec();
            for (int clock : new int[]{CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_MONOTONIC_RAW,
                    CLOCK_BOOTTIME, CLOCK_TAI}) {
                long before = throughJna(clock);
                ride.ok(ride.calls.clock_gettime(clock, time));
                assertThat(time.nanos()).as("clock " + clock).isBetween(before, throughJna(clock));
            }
            ride.ok(ride.calls.clock_getres(CLOCK_MONOTONIC, time));
            assertThat(time.nanos()).isPositive();
            ride.fails(Errno.EINVAL, ride.calls.clock_gettime(4711, time));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sleepTakesAtLeastItsTime(Route route) {
        try (Ride ride = route.open()) {
            TimeSpec time = new TimeSpec();
            TimeSpec remaining = new TimeSpec();
            long before = throughJna(CLOCK_MONOTONIC);
            ride.ok(ride.calls.nanosleep(time.nanos(2_000_000), remaining));
            assertThat(throughJna(CLOCK_MONOTONIC) - before).isGreaterThanOrEqualTo(2_000_000);
            ride.ok(ride.calls.nanosleep(time.nanos(1), null));
            long until = throughJna(CLOCK_MONOTONIC) + 2_000_000;
            ride.ok(ride.calls.clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, time.nanos(until), null));
            assertThat(throughJna(CLOCK_MONOTONIC)).isGreaterThanOrEqualTo(until);
            ride.fails(Errno.EINVAL, ride.calls.nanosleep(time.set(0, 1_000_000_000), null));
        }
    }

    @Test
    void clockOfTheCallingThreadIsRefused() {
        try (Ride ride = Route.DIRECT.open()) {
            int threadClock = 3;
            assertThatThrownBy(() -> ride.calls.clock_gettime(threadClock, new TimeSpec()))
                    .hasMessageContaining("calling thread");
            assertThatThrownBy(() -> ride.calls.clock_nanosleep(threadClock, 0, new TimeSpec(), null))
                    .hasMessageContaining("calling thread");
        }
    }

    @ParameterizedTest
    @EnumSource
    void processesAreThoseThatJnaSees(Route route) {
        try (Ride ride = route.open()) {
            assertThat(ride.ok(ride.calls.getpid())).isEqualTo(Libc.LIBC.getpid());
            assertThat(ride.ok(ride.calls.getppid())).isEqualTo(Libc.LIBC.getppid());
            ride.ok(ride.calls.kill(Libc.LIBC.getpid(), 0));
            ride.fails(Errno.ESRCH, ride.calls.kill(Integer.MAX_VALUE, 0));
        }
    }
}
