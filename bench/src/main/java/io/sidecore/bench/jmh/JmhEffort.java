package io.sidecore.bench.jmh;

/**
 * How much one fork of a benchmark measures.
 *
 * @param warmUps    iterations before those that count
 * @param iterations that count
 * @param millis     that an iteration takes
 */
public record JmhEffort(int warmUps, int iterations, int millis) {}
