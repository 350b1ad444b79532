package io.sidecore.bench.latency.result;

/**
 * What others have taken from the threads while a contender was measured.
 *
 * @param gaps           of the sender's loop above the threshold of 1 µs
 * @param lostPercent    share of the time that was in such gaps
 * @param p999Nanos      what 999 of 1,000 random moments would have waited for the sender's thread at most
 * @param maxNanos       the longest gap
 * @param waitedNanos    that the two threads were ready to run and did not, see schedstat in proc(5); 0 where the kernel does not say
 * @param stolenTicks    that the host has taken from the two CPUs, of 10 ms each, see stat in proc(5)
 */
public record Hiccups(long gaps, double lostPercent, long p999Nanos, long maxNanos, long waitedNanos,
        long stolenTicks) {}
