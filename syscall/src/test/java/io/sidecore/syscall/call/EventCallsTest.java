package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static io.sidecore.syscall.struct.EpollEvents.*;
import static io.sidecore.syscall.struct.PollDescriptors.POLLIN;
import static io.sidecore.syscall.struct.PollDescriptors.POLLNVAL;
import static io.sidecore.syscall.struct.PollDescriptors.POLLOUT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.ITimerSpec;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.TimeSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCallsTest {
    private final MemorySegment word = Arena.ofAuto().allocate(8, 8);

    @ParameterizedTest
    @EnumSource
    void epollReportsWhatWasRegisteredWithItsData(Route route) {
        try (Ride ride = route.open()) {
            int epoll = ride.ok(ride.calls.epoll_create1(EPOLL_CLOEXEC));
            assertThat(Libc.LIBC.fcntl(epoll, F_GETFD)).isEqualTo(FD_CLOEXEC);
            int quiet = ride.ok(ride.calls.eventfd2(0, EFD_NONBLOCK));
            int loud = ride.ok(ride.calls.eventfd2(5, EFD_NONBLOCK));
            EpollEvents event = new EpollEvents(1);
            ride.ok(ride.calls.epoll_ctl(epoll, EPOLL_CTL_ADD, quiet, event.set(0, EPOLLIN, 0x1111_2222_3333_4444L)));
            ride.ok(ride.calls.epoll_ctl(epoll, EPOLL_CTL_ADD, loud, event.set(0, EPOLLIN, -2)));
            EpollEvents events = new EpollEvents(4);
            assertThat(ride.ok(ride.calls.epoll_pwait(epoll, events, -1))).isEqualTo(1);
            assertThat(events.events(0)).isEqualTo(EPOLLIN);
            assertThat(events.data(0)).isEqualTo(-2);
            ride.ok(ride.calls.epoll_ctl(epoll, EPOLL_CTL_MOD, quiet,
                    event.set(0, EPOLLOUT | EPOLLET, 0x1111_2222_3333_4444L)));
            ride.ok(ride.calls.epoll_ctl(epoll, EPOLL_CTL_DEL, loud, null));
            assertThat(ride.ok(ride.calls.epoll_pwait2(epoll, events, new TimeSpec()))).isEqualTo(1);
            assertThat(events.events(0)).isEqualTo(EPOLLOUT);
            assertThat(events.data(0)).isEqualTo(0x1111_2222_3333_4444L);
            assertThat(ride.ok(ride.calls.epoll_pwait(epoll, events, 0))).as("edge-triggered").isZero();
            for (int fd : new int[]{epoll, quiet, loud}) {
                ride.ok(ride.calls.close(fd));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyEventsComeWithOneCall(Route route) {
        try (Ride ride = route.open()) {
            int epoll = ride.ok(ride.calls.epoll_create1(0));
            int[] fds = new int[5];
            EpollEvents events = new EpollEvents(5);
            for (int i = 0; i < 5; i++) {
                fds[i] = ride.ok(ride.calls.eventfd2(1, 0));
                ride.ok(ride.calls.epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], events.set(0, EPOLLIN, 1L << 40 | i)));
            }
            assertThat(ride.ok(ride.calls.epoll_pwait(epoll, events, 0))).isEqualTo(5);
            long sum = 0;
            for (int i = 0; i < 5; i++) {
                assertThat(events.events(i)).isEqualTo(EPOLLIN);
                sum += events.data(i);
                ride.ok(ride.calls.close(fds[i]));
            }
            assertThat(sum).isEqualTo(5L << 40 | 10);
            ride.ok(ride.calls.close(epoll));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pollTellsOfEachDescriptor(Route route) {
        try (Ride ride = route.open()) {
            DescriptorPair pipe = new DescriptorPair();
            ride.ok(ride.calls.pipe2(pipe, 0));
            PollDescriptors polled = new PollDescriptors(4).set(0, pipe.first(), POLLIN).set(1, pipe.second(), POLLOUT)
                    .set(3, 1_000_000, POLLIN);
            assertThat(ride.ok(ride.calls.ppoll(polled, null))).isEqualTo(2);
            assertThat(polled.returned(0)).isZero();
            assertThat(polled.returned(1)).isEqualTo(POLLOUT);
            assertThat(polled.returned(2)).as("not set").isZero();
            assertThat(polled.fd(2)).isEqualTo(-1);
            assertThat(polled.returned(3)).isEqualTo(POLLNVAL);
            polled.set(1, -1, 0).set(3, -1, 0);
            assertThat(ride.ok(ride.calls.ppoll(polled, new TimeSpec().nanos(1)))).isZero();
            Libc.LIBC.write(pipe.second(), new byte[1], 1);
            assertThat(ride.ok(ride.calls.ppoll(polled, new TimeSpec().set(60, 0)))).isEqualTo(1);
            assertThat(polled.returned(0)).isEqualTo(POLLIN);
            ride.ok(ride.calls.close(pipe.first()));
            ride.ok(ride.calls.close(pipe.second()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventCounterIsThatWhichJnaReads(Route route) {
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.eventfd2(3, EFD_CLOEXEC | EFD_NONBLOCK));
            word.set(JAVA_LONG, 0, 39);
            assertThat(ride.ok(ride.calls.write(fd, word, 0, 8))).isEqualTo(8);
            Memory value = new Memory(8);
            Libc.LIBC.eventfd_read(fd, value);
            assertThat(value.getLong(0)).isEqualTo(42);
            ride.fails(Errno.EAGAIN, ride.calls.read(fd, word, 0, 8));
            ride.ok(ride.calls.close(fd));
            int semaphore = ride.ok(ride.calls.eventfd2(3, EFD_SEMAPHORE));
            ride.ok(ride.calls.read(semaphore, word, 0, 8));
            assertThat(word.get(JAVA_LONG, 0)).isEqualTo(1);
            ride.ok(ride.calls.close(semaphore));
        }
    }

    @ParameterizedTest
    @EnumSource
    void timerCountsItsExpirationsAndTellsWhatIsLeft(Route route) {
        try (Ride ride = route.open()) {
            int fd = ride.ok(ride.calls.timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
            assertThat(Libc.LIBC.fcntl(fd, F_GETFD)).isEqualTo(FD_CLOEXEC);
            ITimerSpec timer = new ITimerSpec();
            timer.first().set(1000, 0);
            timer.period().nanos(1_000_000_007L);
            ride.ok(ride.calls.timerfd_settime(fd, 0, timer, null));
            ITimerSpec left = new ITimerSpec();
            ride.ok(ride.calls.timerfd_gettime(fd, left));
            assertThat(left.period().seconds()).isEqualTo(1);
            assertThat(left.period().nanosOfSecond()).isEqualTo(7);
            assertThat(left.first().seconds()).isBetween(900L, 1000L);
            timer.first().set(0, 1);
            timer.period().set(0, 0);
            ITimerSpec old = new ITimerSpec();
            ride.ok(ride.calls.timerfd_settime(fd, TFD_TIMER_ABSTIME, timer, old));
            assertThat(old.period().nanos()).isEqualTo(1_000_000_007L);
            assertThat(ride.ok(ride.calls.read(fd, word, 0, 8))).isEqualTo(8);
            assertThat(word.get(JAVA_LONG, 0)).isEqualTo(1);
            ride.ok(ride.calls.close(fd));
        }
    }
}
