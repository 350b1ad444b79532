package io.sidecore.bench.run;

import io.sidecore.bench.jmh.JmhEffort;
import io.sidecore.bench.rig.Effort;

/** How much is measured, from little to all. */
public enum Depth {
    /** One short fork of what the headlines need: to see that it works, not to quote. */
    QUICK(1, new Effort(12, 25, 8), new JmhEffort(3, 5, 100)),
    /** Ten forks of each experiment but for sweeps. */
    STANDARD(10, new Effort(12, 16, 10), new JmhEffort(12, 10, 100)),
    /** Sweeps and latency, too. */
    FULL(10, new Effort(12, 16, 10), new JmhEffort(12, 10, 100));

    /** Forks from which on a figure may be quoted. */
    public static final int QUOTABLE = 5;

    private final int forks;
    private final Effort rig;
    private final JmhEffort jmh;

    Depth(int forks, Effort rig, JmhEffort jmh) {
        this.forks = forks;
        this.rig = rig;
        this.jmh = jmh;
    }

    /** {@return JVMs for each experiment but those of sweeps: twice as many as a figure needs, because the CPUs may have two distances} */
    public int forks() {
        return forks;
    }

    /**
     * Forks of sweeps, of JMH and of latency: enough for a figure and its interval at one distance of the CPUs.
     *
     * @param forks of the rig's experiments
     * @return as many, but not more than {@link #QUOTABLE}
     */
    public static int enough(int forks) {
        return Math.min(forks, QUOTABLE);
    }

    /** {@return what a fork of the rig measures} */
    public Effort rig() {
        return rig;
    }

    /** {@return what a fork of JMH measures} */
    public JmhEffort jmh() {
        return jmh;
    }
}
