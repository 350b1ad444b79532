package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;
import java.util.stream.Stream;

/** Publishing on one thread, and once with a reader. */
public final class BroadcastRig implements RigExperiment {
    static final String COPY = "plain 64-byte copy";
    static final String CLAIMS = "BroadcastRing claim, commit";
    static final String OFFERS = "BroadcastRing offer";
    static final String LATEST_CLAIMS = "LatestValue claim, commit";
    static final String LATEST_WRITES = "LatestValue write";

    /** With the header of a record, a cache line. */
    private static final int BYTES = 48;
    private static final double NANOS = 5;
    private static final double COPIES = 3;

    /** For forks. */
    public BroadcastRig() {}

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public int bytes(int wanted) {
        return BYTES;
    }

    @Override
    public String title() {
        return "Time per message published by one thread, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(COPY, PlainCopy::new),
                Entrant.of(CLAIMS, BroadcastClaims::new).withoutAllocation(),
                Entrant.of(OFFERS, BroadcastOffers::new).withoutAllocation(),
                Entrant.of(LATEST_CLAIMS, LatestClaims::new).withoutAllocation(),
                Entrant.of(LATEST_WRITES, LatestWrites::new).withoutAllocation(),
                Entrant.of("Agrona BroadcastTransmitter", AgronaBroadcast::new),
                Entrant.of("Disruptor single producer, no consumer", DisruptorPublish::new),
                Entrant.of("BroadcastRing claim, commit; one reader", BroadcastToReader::new).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return Stream.of(CLAIMS, OFFERS, LATEST_CLAIMS, LATEST_WRITES)
                .flatMap(name -> Stream.of(Target.nanos(name, NANOS), new Target(name, COPY, COPIES))).toList();
    }

    @Override
    public String remark() {
        return "Nobody reads, except in the row that says so; the other CPU waits for the next slice.";
    }

    /** Throws unless this is the sum of the message with that first word. */
    static void check(long sum, long first) {
        if (sum != Payload.sum(first)) {
            throw new IllegalStateException("the words of message " + first + " add up to " + sum);
        }
    }
}
