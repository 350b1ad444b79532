package io.sidecore.syscall.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.DirectEngine;
import io.sidecore.syscall.Engine;
import io.sidecore.syscall.SharedPage;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of calls on two equal worlds: through a page of a core engine in one, through JNA in the other. Every result, every byte of memory
 * and every file must be the same.
 */
class DifferentialTest {
    private static final long SEED = Long.getLong("sidecore.seed", 20101004);
    /** More of them by {@code -Dsidecore.rounds=...}. */
    private static final int SEQUENCES = 400 * Integer.getInteger("sidecore.rounds", 1);

    /** How calls go through the page. */
    enum Way {
        ONE_BY_ONE(CoreOptions.DEFAULT_HAND_OFF, null),
        ONE_BY_ONE_ON_A_SLEEPING_CORE(Duration.ofNanos(50_000), Duration.ZERO),
        MANY_BEHIND_BARRIERS(CoreOptions.DEFAULT_HAND_OFF, null),
        MANY_BEHIND_BARRIERS_ON_A_SLEEPING_CORE(Duration.ofNanos(50_000), Duration.ZERO),
        ONE_BY_ONE_THROUGH_A_SHARED_PAGE(CoreOptions.DEFAULT_HAND_OFF, null),
        AT_ONCE_BY_THE_DIRECT_ENGINE(null, null);

        private final Duration handOff;
        private final Duration sleepAfter;

        Way(Duration handOff, Duration sleepAfter) {
            this.handOff = handOff;
            this.sleepAfter = sleepAfter;
        }

        Engine start() {
            if (this == AT_ONCE_BY_THE_DIRECT_ENGINE) {
                return new DirectEngine();
            }
            CoreOptions options = CoreOptions.on(CpuSet.allowed().first()).idling(YieldingIdleStrategy::new)
                    .handingOffAfter(handOff);
            return CoreEngine.start(sleepAfter == null ? options : options.sleepingAfter(sleepAfter));
        }

        Door register(Engine engine) {
            return this == ONE_BY_ONE_THROUGH_A_SHARED_PAGE
                    ? new SharedDoor(engine.registerShared(64))
                    : new PrivateDoor(engine.register(64), isPipelined());
        }

        boolean isPipelined() {
            return this == MANY_BEHIND_BARRIERS || this == MANY_BEHIND_BARRIERS_ON_A_SLEEPING_CORE;
        }
    }

    private record InFlight(Call call, long token, long expected) {}

    /** A page of either kind. */
    private interface Door {
        long submit(int number, long[] arguments);

        /** Waits for all that are in flight. */
        void collect(List<InFlight> calls, Map<Long, Long> results, IdleStrategy idle);
    }

    private record PrivateDoor(SyscallPage page, boolean behindBarriers) implements Door {
        @Override
        public long submit(int number, long[] arguments) {
            return (behindBarriers ? page.barrier() : page).raw(number, arguments);
        }

        @Override
        public void collect(List<InFlight> calls, Map<Long, Long> results, IdleStrategy idle) {
            while (page.inFlight() > 0) {
                page.await(results::put, idle);
            }
        }
    }

    private record SharedDoor(SharedPage page) implements Door {
        @Override
        public long submit(int number, long[] arguments) {
            return page.raw(number, arguments);
        }

        @Override
        public void collect(List<InFlight> calls, Map<Long, Long> results, IdleStrategy idle) {
            calls.forEach(one -> results.put(one.token(), page.await(one.token(), idle)));
        }
    }

    @TempDir
    Path folder;
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final List<InFlight> inFlight = new ArrayList<>();
    private final Map<Long, Long> results = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private final Set<String> errors = new TreeSet<>();

    @ParameterizedTest
    @EnumSource
    void everySequenceHasTheSameResultsAsThroughJna(Way way) {
        World jna = new World(folder.resolve("jna"));
        World ours = new World(folder.resolve("page"));
        byte[] noise = new byte[World.MEMORY];
        try (Engine engine = way.start()) {
            Door door = way.register(engine);
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                Random random = new Random(SEED + sequence);
                random.nextBytes(noise);
                jna.clear(noise);
                ours.clear(noise);
                history.clear();
                try {
                    play(random, way, door, jna, ours);
                } catch (Throwable e) {
                    throw new AssertionError("sequence with seed " + (SEED + sequence) + ": " + history, e);
                }
            }
            jna.clear(noise);
            ours.clear(noise);
        }
        assertThat(errors).contains("EBADF", "EFAULT", "ENOSPC", "EAGAIN", "EPIPE", "ESPIPE", "EINVAL", "ENOSYS");
    }

    private void play(Random random, Way way, Door door, World jna, World ours) {
        Scratch scratch = new Scratch(jna, ours);
        RandomCalls calls = new RandomCalls(random, jna, scratch);
        for (int i = 0; i < 40; i++) {
            Call call = calls.next();
            long[] values = ours.values(call);
            long expected = jna.learn(call, SecondPath.call(call.number(), jna.values(call)));
            history.add(call + " = " + Errno.describe(expected));
            if (expected < 0) {
                errors.add(Errno.name((int) -expected));
            }
            long token = door.submit(call.number(), values);
            inFlight.add(new InFlight(call, token, expected));
            if (!way.isPipelined() || call.opens() || scratch.isNearlyFull() || random.nextInt(8) == 0) {
                compare(door, jna, ours);
                scratch.clear();
            }
        }
        compare(door, jna, ours);
        assertThat(ours.files()).isEqualTo(jna.files());
    }

    private void compare(Door door, World jna, World ours) {
        results.clear();
        door.collect(inFlight, results, idle);
        for (InFlight one : inFlight) {
            long result = ours.learn(one.call(), results.get(one.token()));
            assertThat(Errno.describe(result)).as(one.call().toString()).isEqualTo(Errno.describe(one.expected()));
        }
        assertThat(ours.hasSameMemoryAs(jna)).as("same memory").isTrue();
        inFlight.clear();
    }
}
