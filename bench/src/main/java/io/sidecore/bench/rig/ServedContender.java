package io.sidecore.bench.rig;

/**
 * A contender that brings threads of its own to the follower's CPU: they are there during its slices only, and the follower sleeps in the kernel
 * meanwhile. For families with one leader.
 *
 * <p>What the threads of the whole JVM allocate during a slice is counted as the contender's.
 */
public interface ServedContender extends Contender {
    /** Starts what serves the next slice. On the leader's thread; neither time nor allocation counts. */
    void begin();

    /** Ends it, so that the CPU is the follower's again. On the leader's thread; neither time nor allocation counts. */
    void end();

    /** {@return kernel id of the thread that serves, between begin and end; 0 if none has to have the CPU for itself} */
    int thread();

    @Override
    default void follow(long count) {
        throw new IllegalStateException("this contender is served by its own threads");
    }
}
