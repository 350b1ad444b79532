package io.sidecore.bench.rig;

/**
 * How much is measured.
 *
 * @param forks       JVMs, one after the other
 * @param warmUps     rounds before those that count
 * @param rounds      rounds that count; in each, every contender has one slice
 * @param sliceMillis about how long a slice takes, in milliseconds
 */
public record Effort(int forks, int warmUps, int rounds, int sliceMillis) {
    /** Enough to quote. */
    public static final Effort FULL = new Effort(5, 30, 40, 10);
    /** Enough to see that it works. */
    public static final Effort QUICK = new Effort(1, 30, 40, 10);

    /**
     * The same with another number of forks.
     *
     * @param count JVMs, 1 or more
     * @return the effort
     */
    public Effort withForks(int count) {
        return new Effort(count, warmUps, rounds, sliceMillis);
    }
}
