package io.sidecore.syscall;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a {@link CoreEngine} runs. Start from {@link #on}, and change what you want to be different.
 *
 * @param cpus       the syscall cores, as the kernel numbers them: the first one serves until the load asks for the next (FlexSC, section 4.1)
 * @param idle       makes a strategy for each core: how its active thread waits for submissions
 * @param sleepAfter so long without work, and the core sleeps in the kernel until a submitter wakes it; null: it never does, and a submission
 *                   needs no look at whether it does
 * @param maxThreads of one core, from 2: one is active, the others are in calls that block, or stand by
 * @param handOff    so long asleep in one call while others wait, and another thread takes over; one that computes or copies keeps the core
 */
public record CoreOptions(List<Integer> cpus, Supplier<IdleStrategy> idle, Duration sleepAfter, int maxThreads,
        Duration handOff) {
    /** Threads of one core at most, unless asked otherwise. */
    public static final int DEFAULT_MAX_THREADS = 64;
    /** Time in one call until another thread takes over, unless asked otherwise. */
    public static final Duration DEFAULT_HAND_OFF = Duration.ofNanos(500_000);

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a number is out of range, or a CPU is named twice
     */
    public CoreOptions {
        cpus = List.copyOf(cpus);
        Objects.requireNonNull(idle, "idle");
        if (cpus.isEmpty() || cpus.size() != cpus.stream().distinct().count()) {
            throw new IllegalArgumentException("syscall cores " + cpus + ": at least one, and each once");
        }
        if (maxThreads < 2 || maxThreads > 4096) {
            throw new IllegalArgumentException("maxThreads " + maxThreads + ": must be from 2 to 4096");
        }
        if (handOff.toNanos() < 50_000) {
            throw new IllegalArgumentException("handOff " + handOff + ": must be at least 50 microseconds");
        }
        if (sleepAfter != null && sleepAfter.isNegative()) {
            throw new IllegalArgumentException("sleepAfter " + sleepAfter + ": must not be negative");
        }
    }

    /**
     * Busy spinning, no sleep.
     *
     * @param cpus the syscall cores, best first
     * @return the options
     */
    public static CoreOptions on(Integer... cpus) {
        return new CoreOptions(List.of(cpus), () -> BusySpinIdleStrategy.INSTANCE, null, DEFAULT_MAX_THREADS,
                DEFAULT_HAND_OFF);
    }

    /**
     * The same, waiting differently.
     *
     * @param strategy makes one for each core
     * @return the options
     */
    public CoreOptions idling(Supplier<IdleStrategy> strategy) {
        return new CoreOptions(cpus, strategy, sleepAfter, maxThreads, handOff);
    }

    /**
     * The same, sleeping when there is nothing to do.
     *
     * @param idleFor time without work; zero is allowed
     * @return the options
     */
    public CoreOptions sleepingAfter(Duration idleFor) {
        return new CoreOptions(cpus, idle, idleFor, maxThreads, handOff);
    }

    /**
     * The same, with another number of threads.
     *
     * @param most of one core
     * @return the options
     */
    public CoreOptions threads(int most) {
        return new CoreOptions(cpus, idle, sleepAfter, most, handOff);
    }

    /**
     * The same, handing over sooner or later.
     *
     * @param stuckFor time in one call
     * @return the options
     */
    public CoreOptions handingOffAfter(Duration stuckFor) {
        return new CoreOptions(cpus, idle, sleepAfter, maxThreads, stuckFor);
    }
}
