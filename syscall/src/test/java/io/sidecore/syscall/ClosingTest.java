package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of pages and engines with calls in flight, in every order: each call has one result, and nothing is left behind. */
class ClosingTest extends EngineScene {
    private static final long CANCELLED = -Errno.ECANCELED;

    /** What a call is about to do when the end comes. */
    enum Kind {
        QUICK,
        /** In a thread of its own, or waiting for one. */
        WAITS,
        /** In the active thread, or handed off with it. */
        STUCK,
        SLEEPS,
        HELD_BY_ORDER,
        CLOSES,
        BARRIER,
        WAITING_BARRIER,
        STUCK_BARRIER
    }

    /** Who ends what. */
    enum End {
        PAGE_IS_CLOSED,
        ENGINE_IS_CLOSED,
        ENGINE_IS_CLOSED_BY_ANOTHER_THREAD,
        CALLS_ARE_CANCELLED
    }

    private record Call(Kind kind, long token) {
        boolean mayEndWith(long result, long parent, End end) {
            return switch (kind) {
                case QUICK -> result == parent || end == End.CALLS_ARE_CANCELLED && result == CANCELLED;
                case BARRIER -> result == parent || result == CANCELLED;
                case CLOSES -> result == 0 || result == CANCELLED;
                default -> result == CANCELLED;
            };
        }
    }

    private final MemorySegment hour = Arena.ofAuto().allocate(16, 8);
    private final List<Call> calls = new ArrayList<>();
    private final List<Integer> copies = new ArrayList<>();

    private void submit(SyscallPage page, Kind kind, int empty, int full) {
        calls.add(new Call(kind, switch (kind) {
            case QUICK -> page.getppid();
            case WAITS -> page.read(empty, buffer, 0, 1);
            case STUCK -> page.write(full, buffer, 0, 4096);
            case SLEEPS -> page.raw(SyscallNumber.NANOSLEEP, hour.address(), 0);
            case HELD_BY_ORDER -> page.thenOnSameDescriptor().read(empty, buffer, 0, 1);
            case CLOSES -> {
                copies.add((int) direct.dup(empty));
                submit(page, Kind.WAITS, copies.getLast(), full);
                yield page.close(copies.getLast());
            }
            case BARRIER -> page.barrier().getppid();
            case WAITING_BARRIER -> page.barrier().read(empty, buffer, 0, 1);
            case STUCK_BARRIER -> page.barrier().write(full, buffer, 0, 4096);
        }));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallHasOneResultAndNothingIsLeftBehind(End end) throws InterruptedException {
        long threads = engineThreads();
        for (int round = 0; round < rounds(20); round++) {
            long seed = SEED + round;
            try {
                playRound(new Random(seed), end);
                await(() -> engineThreads() == threads);
            } catch (Throwable e) {
                throw new AssertionError("round with seed " + seed + ", " + calls, e);
            }
        }
    }

    private void playRound(Random random, End end) throws InterruptedException {
        results.clear();
        calls.clear();
        hour.set(ValueLayout.JAVA_LONG, 0, 3600);
        int empty = openPipe()[0];
        int full = openFullPipe()[1];
        CoreOptions options = options().threads(2 + random.nextInt(5))
                .handingOffAfter(Duration.ofNanos(random.nextBoolean() ? 50_000 : 500_000));
        CoreEngine engine = start(random.nextBoolean() ? options.sleepingAfter(Duration.ZERO) : options);
        SyscallPage page = engine.register(64);
        for (int count = random.nextInt(30); count > 0; count--) {
            submit(page, Kind.values()[random.nextInt(Kind.values().length)], empty, full);
        }
        for (int pause = random.nextInt(20); pause > 0; pause--) {
            page.poll(keep, 64);
            Thread.yield();
        }
        end(end, engine, page);
        assertThat(page.completed()).isEqualTo(page.submitted()).isEqualTo(calls.size());
        if (end != End.PAGE_IS_CLOSED) {
            assertThat(calls).allMatch(call -> call.mayEndWith(results.get(call.token()), parent, end));
        }
        engine.close();
        copies.forEach(direct::close);
        copies.clear();
        closeDescriptors();
    }

    private void end(End end, CoreEngine engine, SyscallPage page) throws InterruptedException {
        switch (end) {
            case PAGE_IS_CLOSED -> page.close();
            case ENGINE_IS_CLOSED -> engine.close();
            case ENGINE_IS_CLOSED_BY_ANOTHER_THREAD -> {
                Thread closing = Thread.ofPlatform().start(engine::close);
                awaitAll(page);
                closing.join();
            }
            case CALLS_ARE_CANCELLED -> calls.forEach(call -> page.cancel(call.token()));
        }
        awaitAll(page);
    }
}
