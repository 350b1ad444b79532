package io.sidecore.bench.pollution;

/** Work of one thread, in steps that take about as many instructions each. It goes on where the last run has ended. */
interface UserWork {
    /** {@return instructions that compiled code takes for a step, as counted in what HotSpot makes of it on x86-64} */
    int instructionsPerStep();

    /**
     * Works.
     *
     * @param steps how many
     * @return checksum of all steps so far
     */
    long run(int steps);

    /** {@return steps that go through the whole working set} */
    int stepsOfAll();

    /** Goes through the whole working set, so that what comes next finds it in the caches as far as they go. */
    default void warmUp() {
        run(stepsOfAll());
    }

    /** {@return steps of about so many instructions, at least one} */
    default int steps(int instructions) {
        return Math.max(1, Math.round((float) instructions / instructionsPerStep()));
    }
}
