package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;
import java.util.function.Supplier;

/** The instructions of a message, without the way of its line: the same however far the CPUs are apart. */
public final class OneThreadRig implements RigExperiment {
    /** For forks. */
    public OneThreadRig() {}

    @Override
    public String name() {
        return "one-thread";
    }

    @Override
    public String title() {
        return "Time per message, sent and taken on one thread, " + OneThread.BATCH + " at a time, " + Payload.bytes()
                + "-byte messages";
    }

    @Override
    public String remark() {
        return "Nothing travels to another core, so this is not what a message costs, but the part of it that depends on the code alone.";
    }

    @Override
    public boolean dependsOnDistance() {
        return false;
    }

    @Override
    public int unit() {
        return OneThread.BATCH;
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(entrant(ThroughputRig.AGRONA_1_1, AgronaOneToOneClaim::new),
                entrant(ThroughputRig.AGRONA_N_1, () -> new AgronaManyToOne(1)),
                entrant(ThroughputRig.JCTOOLS, JctoolsSpsc::new),
                entrant(ThroughputRig.ONE_BY_ONE, () -> new SpscOneByOne(64)).withoutAllocation(),
                entrant(ThroughputRig.BATCHES, () -> new SpscBatches(64, 16)).withoutAllocation(),
                entrant(ThroughputRig.MPSC, () -> new MpscOneByOne(1, 64)).withoutAllocation(),
                entrant("LaneRing, one lane", () -> new LanesOneByOne(1)).withoutAllocation());
    }

    private static Entrant entrant(String name, Supplier<Contender> both) {
        return Entrant.of(name, () -> new OneThread(both.get()));
    }
}
