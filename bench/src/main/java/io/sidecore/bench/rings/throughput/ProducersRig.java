package io.sidecore.bench.rings.throughput;

import io.sidecore.affinity.CpuSet;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** Two producers and one consumer. */
public final class ProducersRig implements RigExperiment {
    private static final String LANES = "LaneRing";
    private static final int PRODUCERS = 2;

    /** For forks. */
    public ProducersRig() {}

    @Override
    public String name() {
        return "producers";
    }

    @Override
    public String title() {
        return "Time per message, two producers and one consumer, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(ThroughputRig.AGRONA_N_1, () -> new AgronaManyToOne(PRODUCERS)),
                Entrant.of("JCTools MpscArrayQueue", () -> new JctoolsMpsc(PRODUCERS)),
                Entrant.of("Agrona ManyToOneConcurrentArrayQueue", () -> new AgronaMpscQueue(PRODUCERS)),
                Entrant.of("Disruptor multi producer", () -> new DisruptorMulti(PRODUCERS)),
                Entrant.of(ThroughputRig.MPSC, () -> new MpscOneByOne(PRODUCERS, 64)).withoutAllocation(),
                Entrant.of(LANES, () -> new LanesOneByOne(PRODUCERS)).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(ThroughputRig.MPSC, ThroughputRig.AGRONA_N_1, 0.4),
                new Target(LANES, ThroughputRig.AGRONA_N_1, 0.25));
    }

    @Override
    public int leaders() {
        return PRODUCERS;
    }

    @Override
    public String remark() {
        return CpuSet.allowed().size() > PRODUCERS
                ? "Every thread has a CPU."
                : "Overcommitted: both producers share one CPU and yield when there is no room, so they never collide in a claim.";
    }
}
