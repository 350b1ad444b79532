package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.chronicle.BoundedQueue;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** One producer and one consumer of a Chronicle Queue, whose JVM needs flags that the others do without: in forks of their own. */
public final class ChronicleThroughputRig implements RigExperiment {
    /** A slice of longer messages would fill too much memory: none is overwritten. */
    private static final int LONGEST = 248;

    /** For forks. */
    public ChronicleThroughputRig() {}

    @Override
    public String name() {
        return "chronicle-throughput";
    }

    @Override
    public int bytes(int wanted) {
        return Math.min(wanted, LONGEST);
    }

    @Override
    public String title() {
        return "Time per message with Chronicle Queue, one producer and one consumer, " + Payload.bytes()
                + "-byte messages";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(ThroughputRig.AGRONA_1_1, AgronaOneToOneClaim::new),
                Entrant.of(ThroughputRig.ONE_BY_ONE, () -> new SpscOneByOne(64)).withoutAllocation(),
                Entrant.of(ThroughputRig.BATCHES, () -> new SpscBatches(64, 16)).withoutAllocation(),
                new Entrant("Chronicle Queue", (folder, create) -> new ChronicleOneByOne(folder)).ifItOpens());
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<String> flags() {
        return BoundedQueue.FLAGS;
    }

    @Override
    public String remark() {
        return "Chronicle Queue keeps each message in a file, here in memory, and its producer never waits for the consumer.";
    }
}
