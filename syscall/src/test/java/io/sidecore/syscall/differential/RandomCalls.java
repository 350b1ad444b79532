package io.sidecore.syscall.differential;

import static io.sidecore.syscall.call.SyscallNumber.*;
import static io.sidecore.syscall.call.SystemCalls.*;
import static io.sidecore.syscall.differential.Argument.address;
import static io.sidecore.syscall.differential.Argument.descriptor;
import static io.sidecore.syscall.differential.Argument.number;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sidecore.syscall.differential.Call.Effect;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Draws calls for two worlds that are equal: valid and invalid ones, none of which would wait in the first world as it is now. */
final class RandomCalls {
    private static final int POLL_INPUT = 1;
    private static final int POLL_OUTPUT = 4;
    /** What a pipe takes at once. */
    private static final int MOST = 4096;
    private static final int F_GETLK = 5;
    private static final int F_SETLK = 6;
    private static final int F_SETLKW = 7;
    private static final int UNIX = 1;
    /** A page that nobody may touch. */
    private static final long FORBIDDEN = SecondPath.call(MMAP, 0, 4096, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    private static final long[] NOWHERE = {0, 8, FORBIDDEN, FORBIDDEN + 100, 1L << 62, -4096, Long.MIN_VALUE};
    private static final String[] DEVICES = {"/dev/full", "/dev/zero", "/dev/null"};
    private static final String[] FILES = {"a", "b", "c", "none/d"};

    private final World first;
    private final Scratch scratch;
    private final Random random;
    private final MemorySegment now = Arena.ofAuto().allocate(32, 8);

    RandomCalls(Random random, World first, Scratch scratch) {
        this.random = random;
        this.first = first;
        this.scratch = scratch;
    }

    private int oneOf(int... values) {
        return values[random.nextInt(values.length)];
    }

    private boolean rarely() {
        return random.nextInt(12) == 0;
    }

    private static Argument[] numbers(long... values) {
        Argument[] arguments = new Argument[values.length];
        for (int i = 0; i < values.length; i++) {
            arguments[i] = number(values[i]);
        }
        return arguments;
    }

    private Argument nowhere() {
        return number(NOWHERE[random.nextInt(NOWHERE.length)]);
    }

    /** One that is open, as a rule. */
    private Argument fd() {
        for (int tries = 0; tries < 8 && first.count() > 0; tries++) {
            int index = random.nextInt(first.count());
            if (first.isOpen(index)) {
                return descriptor(index);
            }
        }
        return number(oneOf(-1, -100, 1 << 20));
    }

    private Argument data() {
        return rarely() ? nowhere() : address(random.nextInt(World.STRUCTURES - MOST));
    }

    private Argument length() {
        return number(rarely() ? oneOf(0, -1, Integer.MIN_VALUE) : random.nextInt(MOST));
    }

    /** A call may be repeated before what it waits for is there. */
    private boolean wouldWait(Argument fd, int events) {
        long number = first.value(fd);
        long flags = SecondPath.call(FCNTL, number, F_GETFL);
        now.set(JAVA_INT, 16, (int) number);
        now.set(JAVA_INT, 20, events);
        return flags >= 0 && (flags & (O_NONBLOCK | O_PATH)) == 0
                && SecondPath.call(PPOLL, now.address() + 16, 1, now.address(), 0, 0) == 0;
    }

    private Call unlessItWaits(Argument fd, int events, Call call) {
        return wouldWait(fd, events) ? Call.of(GETPPID) : call;
    }

    Call next() {
        return switch (random.nextInt(38)) {
            case 0, 1, 2 -> open();
            case 3 -> pair(PIPE2, number(oneOf(0, O_NONBLOCK, O_NONBLOCK, 1)));
            case 4 -> pair(SOCKETPAIR, numbers(UNIX, oneOf(1, 2, 5, 1 | O_NONBLOCK, 2 | O_NONBLOCK, 9), 0));
            case 5 -> opening(EVENTFD2, numbers(random.nextInt(3), oneOf(0, 1, O_NONBLOCK, O_NONBLOCK | 1, 2)));
            case 6 -> opening(EPOLL_CREATE1, number(oneOf(0, 0, O_CLOEXEC, 5)));
            case 7 -> opening(MEMFD_CREATE, rarely() ? nowhere() : address(scratch.path("a")), number(oneOf(0, 1, -1)));
            case 8, 9, 10 -> close();
            case 11, 12, 13 -> read();
            case 14, 15, 16 -> write();
            case 17, 18 -> vectors();
            case 19 -> Call.of(PREAD64, fd(), data(), length(), number(random.nextInt(6000) - 200));
            case 20 -> Call.of(PWRITE64, fd(), data(), length(), number(random.nextInt(6000) - 200));
            case 21 -> Call.of(LSEEK, fd(), number(random.nextInt(6000) - 500), number(random.nextInt(7)));
            case 22 -> Call.of(FTRUNCATE, fd(), number(random.nextInt(9000) - 500));
            case 23 -> opening(DUP, fd());
            case 24 -> Call.of(DUP3, fd(), fd(), number(oneOf(0, 0, O_CLOEXEC, 1))).having(Effect.REPLACES, 0);
            case 25 -> flags();
            case 26 -> lock();
            case 27 -> flock();
            case 28 -> epollControl();
            case 29 -> epollWait();
            case 30 -> poll();
            case 31 -> receive();
            case 32 -> send();
            case 33 -> Call.of(SHUTDOWN, fd(), number(random.nextInt(4)));
            case 34 -> Call.of(oneOf(FSYNC, FDATASYNC), fd());
            case 35 -> Call.of(NANOSLEEP, time(), number(0));
            case 36 -> move();
            default -> rarely() ? Call.of(oneOf(500, 4000, 65_535)) : Call.of(GETPPID);
        };
    }

    private static Call opening(int number, Argument... arguments) {
        return Call.of(number, arguments).having(Effect.OPENS, 0);
    }

    private Call open() {
        int flags = oneOf(O_RDONLY, O_WRONLY, O_RDWR, O_RDWR)
                | oneOf(0, 0, O_APPEND, O_TRUNC, O_EXCL, O_DIRECTORY, O_PATH);
        boolean device = random.nextInt(4) == 0;
        String name = device ? DEVICES[random.nextInt(3)] : FILES[random.nextInt(4)];
        return opening(OPENAT, number(AT_FDCWD), rarely() ? nowhere() : address(scratch.path(name)),
                number(device || rarely() ? flags : flags | O_CREAT), number(0600));
    }

    private Call pair(int number, Argument... front) {
        int where = scratch.answer(1);
        Argument to = rarely() ? nowhere() : address(where);
        Argument[] all = number == PIPE2
                ? new Argument[]{to, front[0]}
                : new Argument[]{front[0], front[1], front[2], to};
        return Call.of(number, all).having(Effect.OPENS_PAIR, where);
    }

    private Call close() {
        Argument fd = fd();
        Call call = Call.of(CLOSE, fd);
        return fd.kind() == Argument.Kind.DESCRIPTOR ? call.having(Effect.CLOSES, (int) fd.value()) : call;
    }

    private Call read() {
        Argument fd = fd();
        return unlessItWaits(fd, POLL_INPUT, Call.of(READ, fd, data(), length()));
    }

    private Call write() {
        Argument fd = fd();
        // An event descriptor takes eight bytes, and would wait if they were too great a number.
        Argument one = address(scratch.words(number(random.nextInt(3))));
        return unlessItWaits(fd, POLL_OUTPUT, random.nextInt(4) == 0
                ? Call.of(WRITE, fd, one, number(8))
                : Call.of(WRITE, fd, data(), length()));
    }

    private Call vectors() {
        Argument fd = fd();
        boolean reads = random.nextBoolean();
        int count = random.nextInt(4);
        Argument[] vectors = new Argument[2 * count];
        for (int i = 0; i < count; i++) {
            vectors[2 * i] = data();
            vectors[2 * i + 1] = number(rarely() ? -1 : random.nextInt(MOST / 4));
        }
        Argument at = rarely() ? nowhere() : address(scratch.words(vectors));
        return unlessItWaits(fd, reads ? POLL_INPUT : POLL_OUTPUT,
                Call.of(reads ? READV : WRITEV, fd, at, number(rarely() ? oneOf(-1, 1025) : count)));
    }

    private Call flags() {
        return switch (random.nextInt(4)) {
            case 0 -> opening(FCNTL, fd(), number(F_DUPFD), number(oneOf(0, 100, -1, 1 << 30)));
            case 1 -> Call.of(FCNTL, fd(), number(F_GETFL));
            case 2 -> Call.of(FCNTL, fd(), number(F_SETFL), number(oneOf(0, O_NONBLOCK, O_APPEND)));
            default -> Call.of(FCNTL, fd(), number(9999));
        };
    }

    /** One process never waits for its own locks. */
    private Call lock() {
        int lock = scratch.answer(4, oneOf(0, 1, 2, 3) | (long) oneOf(0, 0, 1, 2, 7) << 16, random.nextInt(100) - 10,
                random.nextInt(100));
        return Call.of(FCNTL, fd(), number(oneOf(F_GETLK, F_SETLK, F_SETLKW)), rarely() ? nowhere() : address(lock));
    }

    private Call flock() {
        Argument fd = fd();
        return first.isShared(fd)
                ? Call.of(GETPPID)
                : Call.of(FLOCK, fd, number(oneOf(5, 6, 8, 12, 4, 0, 15)));
    }

    private Call epollControl() {
        long events = oneOf(POLL_INPUT, POLL_OUTPUT, 5, 1 << 31 | 5, 1 << 30 | 5) & 0xFFFF_FFFFL;
        int event = scratch.words(number(events), number(0));
        return Call.of(EPOLL_CTL, fd(), number(1 + random.nextInt(4)), fd(), rarely() ? nowhere() : address(event));
    }

    private Call epollWait() {
        Argument fd = fd();
        Argument events = rarely() ? nowhere() : address(scratch.answer(32));
        Argument most = number(oneOf(0, 1, 10, 10, -1));
        return random.nextBoolean()
                ? Call.of(EPOLL_PWAIT, fd, events, most, number(random.nextInt(2)), number(0), number(8))
                : Call.of(EPOLL_PWAIT2, fd, events, most, timeout(fd), number(0), number(8));
    }

    /** A moment, or something that is no time. */
    private Argument time() {
        return rarely()
                ? nowhere()
                : address(scratch.words(numbers(0, oneOf(0, 0, 1, 10_000, 1_000_000_000, -1))));
    }

    private Argument timeout(Argument fd) {
        Argument time = time();
        return time.equals(number(0)) && wouldWait(fd, POLL_INPUT) ? address(scratch.words(numbers(0, 0))) : time;
    }

    private Call poll() {
        Argument fd = fd();
        int polled = scratch.polled(fd, oneOf(POLL_INPUT, POLL_OUTPUT, 5));
        int nanos = oneOf(0, 1, 10_000, 1_000_000_000, -1);
        boolean isNowhere = random.nextInt(3) == 0;
        Argument time = isNowhere
                ? number(NOWHERE[1 + random.nextInt(NOWHERE.length - 1)])
                : address(scratch.words(numbers(0, nanos)));
        Call call = Call.of(PPOLL, rarely() ? nowhere() : address(polled), number(oneOf(1, 1, 1, 0, -1)), time,
                number(0), number(8));
        // A call that fails says nothing about the descriptor.
        return isNowhere || nanos < 0 || nanos >= 1_000_000_000
                ? call.leaving(polled, polled + 4)
                : call.leaving(polled);
    }

    private Call receive() {
        Argument fd = fd();
        int flags = oneOf(0, 0, MSG_DONTWAIT, MSG_PEEK, MSG_DONTWAIT | MSG_TRUNC, MSG_DONTWAIT | MSG_WAITALL, 1);
        Argument length = number(random.nextInt(MOST));
        Call call;
        if (random.nextBoolean()) {
            call = Call.of(RECVFROM, fd, data(), length, number(flags), number(0), number(0));
        } else {
            int vector = scratch.words(data(), length);
            int header = scratch.words(number(0), number(0), address(vector), number(1), number(0), number(0),
                    number(0));
            call = Call.of(RECVMSG, fd, rarely() ? nowhere() : address(header), number(flags));
        }
        return (flags & MSG_DONTWAIT) != 0 ? call : unlessItWaits(fd, POLL_INPUT, call);
    }

    private Call send() {
        Argument fd = fd();
        int flags = oneOf(0, MSG_DONTWAIT, MSG_NOSIGNAL, MSG_NOSIGNAL | MSG_DONTWAIT);
        Call call = Call.of(SENDTO, fd, data(), number(random.nextInt(MOST)), number(flags), number(0), number(0));
        return (flags & MSG_DONTWAIT) != 0 ? call : unlessItWaits(fd, POLL_OUTPUT, call);
    }

    private Call move() {
        Argument from = fd();
        Argument to = fd();
        Argument length = number(random.nextInt(MOST));
        if (wouldWait(from, POLL_INPUT) || wouldWait(to, POLL_OUTPUT)) {
            return Call.of(GETPPID);
        }
        return switch (random.nextInt(4)) {
            case 0 -> Call.of(SENDFILE, to, from, number(0), length);
            case 1 -> Call.of(SPLICE, from, number(0), to, number(0), length, number(2));
            case 2 -> Call.of(TEE, from, to, length, number(2));
            default -> Call.of(COPY_FILE_RANGE, from, number(0), to, number(0), length, number(0));
        };
    }
}
