package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** One producer and one consumer. */
public final class ThroughputRig implements RigExperiment {
    /** Messages that a consumer takes at most before it frees their room, in all contenders that ask. */
    static final int POLL_LIMIT = 64;

    static final String NAME = "throughput";

    static final String AGRONA_1_1 = "Agrona OneToOneRingBuffer";
    static final String MPSC = "MpscRing";
    static final String AGRONA_N_1 = "Agrona ManyToOneRingBuffer";
    static final String JCTOOLS = "JCTools SpscArrayQueue";
    static final String ONE_BY_ONE = "SpscRing one by one";
    static final String BATCHES = "SpscRing batches of 16";

    /** For forks. */
    public ThroughputRig() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Time per message, one producer and one consumer, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public String remark() {
        return "Agrona's buffers check bounds, as they do unless told otherwise; so do the segments of the rings here.";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(AGRONA_1_1, AgronaOneToOneClaim::new),
                Entrant.of("Agrona OneToOneRingBuffer write", AgronaOneToOneWrite::new),
                Entrant.of(AGRONA_N_1, () -> new AgronaManyToOne(1)),
                Entrant.of(JCTOOLS, JctoolsSpsc::new),
                Entrant.of("JCTools SpscArrayQueue references only", JctoolsReferences::new),
                Entrant.of("JCTools MpscArrayQueue", () -> new JctoolsMpsc(1)),
                Entrant.of("Agrona OneToOneConcurrentArrayQueue", AgronaSpscQueue::new),
                Entrant.of("Agrona ManyToOneConcurrentArrayQueue", () -> new AgronaMpscQueue(1)),
                Entrant.of("Disruptor single producer", DisruptorSingle::new),
                Entrant.of(ONE_BY_ONE, () -> new SpscOneByOne(64)).withoutAllocation(),
                Entrant.of("SpscRing one by one, packed", () -> new SpscOneByOne(8)).withoutAllocation(),
                Entrant.of(BATCHES, () -> new SpscBatches(64, 16)).withoutAllocation(),
                Entrant.of("SpscRing batches of 16, packed", () -> new SpscBatches(8, 16)).withoutAllocation(),
                Entrant.of(MPSC, () -> new MpscOneByOne(1, 64)).withoutAllocation(),
                Entrant.of("MpscRing, packed", () -> new MpscOneByOne(1, 8)).withoutAllocation(),
                Entrant.of("LaneRing, one lane", () -> new LanesOneByOne(1)).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(ONE_BY_ONE, AGRONA_1_1, 0.25), new Target(BATCHES, AGRONA_1_1, 0.1),
                new Target(BATCHES, JCTOOLS, 1), new Target(MPSC, AGRONA_N_1, 0.4));
    }

    /** What a producer does that finds no room. */
    static void full(boolean yielding) {
        if (yielding) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
