package io.sidecore.bench.latency.result;

/**
 * What measuring takes in a fork, and what CPUs lose on which a thread only looks at the clock. All in nanoseconds.
 *
 * @param clockNanos           one look at the clock
 * @param recordNanos          recording both values of a message
 * @param applicationP999Nanos what 999 of 1,000 random moments would have waited for the idle application's CPU at most
 * @param applicationMaxNanos  the longest gap there
 * @param otherP999Nanos       the same of the other CPU
 * @param otherMaxNanos        the same of the other CPU
 */
public record Overhead(double clockNanos, double recordNanos, long applicationP999Nanos, long applicationMaxNanos,
        long otherP999Nanos, long otherMaxNanos) {}
