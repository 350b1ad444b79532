package io.sidecore.bench.memory.ablation;

/** One side of a contender: one loop, in a class of its own. */
@FunctionalInterface
interface Side {
    /**
     * Runs the loop.
     *
     * @param count messages, a multiple of {@link Lines#PER_QUARTER}
     */
    void run(long count);
}
