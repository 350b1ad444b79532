package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.ITimerSpec;
import io.sidecore.syscall.struct.Pointers;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.TimeSpec;
import java.lang.foreign.MemorySegment;

/**
 * Waiting for many descriptors at once, and the descriptors that stand for events and timers.
 * There is no {@code signalfd}: it tells what is pending for the thread that reads it, and only if every thread masks it.
 */
public sealed interface EventCalls extends Submitter permits SystemCalls {
    /** Flag of {@code epoll_create1}: close on exec. */
    int EPOLL_CLOEXEC = 02000000;
    /** {@code epoll_ctl}: register. */
    int EPOLL_CTL_ADD = 1;
    /** {@code epoll_ctl}: take out. */
    int EPOLL_CTL_DEL = 2;
    /** {@code epoll_ctl}: change. */
    int EPOLL_CTL_MOD = 3;
    /** Flag of {@code eventfd2}: each read takes one. */
    int EFD_SEMAPHORE = 1;
    /** Flag of {@code eventfd2}: fail with EAGAIN rather than wait. */
    int EFD_NONBLOCK = 04000;
    /** Flag of {@code eventfd2}: close on exec. */
    int EFD_CLOEXEC = 02000000;
    /** Flag of {@code timerfd_create}: fail with EAGAIN rather than wait. */
    int TFD_NONBLOCK = 04000;
    /** Flag of {@code timerfd_create}: close on exec. */
    int TFD_CLOEXEC = 02000000;
    /** {@code timerfd_settime}: the first expiration is a time of the clock. */
    int TFD_TIMER_ABSTIME = 1;
    /** {@code timerfd_settime}: tell when the clock is set. */
    int TFD_TIMER_CANCEL_ON_SET = 2;

    /**
     * {@code epoll_create1(2)}.
     *
     * @param flags 0 or {@code EPOLL_CLOEXEC}
     * @return result (the descriptor) or token
     */
    default long epoll_create1(int flags) {
        return submit(EPOLL_CREATE1, 1, flags, 0, 0, 0, 0, 0, null);
    }

    /**
     * {@code epoll_ctl(2)}.
     *
     * @param epfd      descriptor of the epoll instance
     * @param operation {@code EPOLL_CTL_...}
     * @param fd        descriptor to be watched
     * @param event     its first event counts; null for {@code EPOLL_CTL_DEL}
     * @return result (0) or token
     */
    default long epoll_ctl(int epfd, int operation, int fd, EpollEvents event) {
        if (event == null) {
            return submit(EPOLL_CTL, 4, epfd, operation, fd, 0, 0, 0, null);
        }
        return submit(EPOLL_CTL, 4, epfd, operation, fd, Pointers.readable(event.segment()), 0, 0, event);
    }

    /**
     * {@code epoll_wait(2)}, which is {@code epoll_pwait} without a mask.
     *
     * @param epfd    descriptor of the epoll instance
     * @param events  where the kernel puts them
     * @param timeout in milliseconds, -1 for ever
     * @return result (number of events) or token
     */
    default long epoll_pwait(int epfd, EpollEvents events, int timeout) {
        return submit(EPOLL_PWAIT, 6, epfd, Pointers.writable(events.segment()), events.capacity(), timeout, 0, 0,
                events);
    }

    /**
     * {@code epoll_pwait2(2)} without a mask; Linux 5.11.
     *
     * @param epfd    descriptor of the epoll instance
     * @param events  where the kernel puts them
     * @param timeout how long
     * @return result (number of events) or token
     */
    default long epoll_pwait2(int epfd, EpollEvents events, TimeSpec timeout) {
        return submit(EPOLL_PWAIT2, 6, epfd, Pointers.writable(events.segment()), events.capacity(),
                Pointers.readable(timeout.segment()), 0, 0, Pointers.together(events.segment(), timeout.segment()));
    }

    /**
     * {@code ppoll(2)} without a mask; {@code poll(2)} does not exist on aarch64. The kernel counts the timeout down.
     *
     * @param descriptors what to wait for, and where the kernel puts what has happened
     * @param timeout     how long, or null for ever
     * @return result (how many descriptors have events) or token
     */
    default long ppoll(PollDescriptors descriptors, TimeSpec timeout) {
        MemorySegment polled = descriptors.segment();
        if (timeout == null) {
            return submit(PPOLL, 5, Pointers.writable(polled), descriptors.count(), 0, 0, 0, 0, polled);
        }
        return submit(PPOLL, 5, Pointers.writable(polled), descriptors.count(), Pointers.writable(timeout.segment()), 0,
                0, 0,
                Pointers.together(polled, timeout.segment()));
    }

    /**
     * {@code eventfd(2)}.
     *
     * @param initial value of the counter, unsigned
     * @param flags   0 or {@code EFD_...}
     * @return result (the descriptor) or token
     */
    default long eventfd2(int initial, int flags) {
        return submit(EVENTFD2, 2, initial, flags, 0, 0, 0, 0, null);
    }

    /**
     * {@code timerfd_create(2)}.
     *
     * @param clock {@code CLOCK_...}
     * @param flags 0 or {@code TFD_...}
     * @return result (the descriptor) or token
     */
    default long timerfd_create(int clock, int flags) {
        return submit(TIMERFD_CREATE, 2, clock, flags, 0, 0, 0, 0, null);
    }

    /**
     * {@code timerfd_settime(2)}.
     *
     * @param fd    timer
     * @param flags 0 or {@code TFD_TIMER_...}
     * @param value when it expires
     * @param old   where the kernel puts what was set before, or null
     * @return result (0) or token
     */
    default long timerfd_settime(int fd, int flags, ITimerSpec value, ITimerSpec old) {
        long before = old == null ? 0 : Pointers.writable(old.segment());
        return submit(TIMERFD_SETTIME, 4, fd, flags, Pointers.readable(value.segment()), before, 0, 0,
                Pointers.together(value.segment(), old == null ? null : old.segment()));
    }

    /**
     * {@code timerfd_gettime(2)}.
     *
     * @param fd    timer
     * @param value where the kernel puts the time that is left
     * @return result (0) or token
     */
    default long timerfd_gettime(int fd, ITimerSpec value) {
        return submit(TIMERFD_GETTIME, 2, fd, Pointers.writable(value.segment()), 0, 0, 0, 0, value);
    }
}
