package io.sidecore.bench.run;

import io.sidecore.bench.jmh.JmhEffort;
import io.sidecore.bench.rig.Effort;

/** How much is measured, from little to all. */
public enum Depth {
    /** One short fork of what the headlines need: to see that it works, not to quote. */
    QUICK(1, new Effort(12, 25, 8), new JmhEffort(3, 5, 100)),
    /** Five forks of each experiment but for sweeps. */
    STANDARD(5, new Effort(30, 40, 10), new JmhEffort(12, 10, 100)),
    /** Five forks of everything. */
    FULL(5, new Effort(30, 40, 10), new JmhEffort(12, 10, 100));

    private final int forks;
    private final Effort rig;
    private final JmhEffort jmh;

    Depth(int forks, Effort rig, JmhEffort jmh) {
        this.forks = forks;
        this.rig = rig;
        this.jmh = jmh;
    }

    /** {@return JVMs for each experiment, one after the other} */
    public int forks() {
        return forks;
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
