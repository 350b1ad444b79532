package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** One producer and one consumer: batches of one size, against batches of peers that have them, and one message at a time. */
public final class BurstsRig implements RigExperiment {
    /** Bytes of data that every ring needs here: a batch of 1,024 messages is a quarter of it. Set it as {@link Payload#CAPACITY_PROPERTY}. */
    public static final int RING_CAPACITY = 1 << 18;

    static final String NAME = "bursts";

    private static final int BYTES = 32;

    /** For forks. */
    public BurstsRig() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int bytes(int wanted) {
        return BYTES;
    }

    @Override
    public int unit() {
        return Burst.messages();
    }

    @Override
    public String title() {
        return "Time per message, one producer and one consumer, batches of " + Burst.messages() + ", "
                + Payload.bytes()
                + "-byte messages";
    }

    @Override
    public String remark() {
        return "Agrona's buffers check bounds, as they do unless told otherwise; so do the segments of the rings here.";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of("Agrona OneToOneRingBuffer one by one", AgronaOneToOneClaim::new),
                Entrant.of("JCTools SpscArrayQueue one by one", JctoolsSpsc::new),
                Entrant.of("JCTools SpscArrayQueue fill and drain", () -> new JctoolsBatches(Burst.messages())),
                Entrant.of("Disruptor batches of " + Burst.messages(), () -> new DisruptorBatches(Burst.messages())),
                Entrant.of("SpscRing batches of " + Burst.messages(), () -> new SpscBatches(64, Burst.messages()))
                        .withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }
}
