package io.sidecore.bench.rig;

/**
 * How much one fork measures.
 *
 * @param warmUps     rounds before those that count
 * @param rounds      rounds that count; in each, every contender has one slice
 * @param sliceMillis about how long a slice takes, in milliseconds
 */
public record Effort(int warmUps, int rounds, int sliceMillis) {}
