package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** Between two threads. */
public final class RoundTripRig implements RigExperiment {
    /** The floor. */
    public static final String BARE = "bare cache lines";
    /** The ring with its default alignment. */
    public static final String SPSC = "SpscRing";

    static final String AGRONA_1_1 = "Agrona OneToOneRingBuffer";

    /** For forks. */
    public RoundTripRig() {}

    @Override
    public String name() {
        return "round-trip";
    }

    @Override
    public int bytes(int wanted) {
        return Math.min(wanted, Payload.LONGEST_ROUND_TRIP);
    }

    @Override
    public String title() {
        return "Round trip between two threads, " + Payload.bytes() + "-byte message";
    }

    @Override
    public String remark() {
        return "Agrona's buffers check bounds, as they do unless told otherwise; so do the segments of the rings here.";
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(BARE, BareLines::new),
                Entrant.of(SPSC, () -> SpscRoundTrip.anonymous(64)).withoutAllocation(),
                Entrant.of("SpscRing, alignment 128", () -> SpscRoundTrip.anonymous(128)).withoutAllocation(),
                Entrant.of("SpscRing, packed (alignment 8)", () -> SpscRoundTrip.anonymous(8)).withoutAllocation(),
                Entrant.of(AGRONA_1_1, AgronaOneToOneRoundTrip::anonymous),
                Entrant.of("Agrona ManyToOneRingBuffer", AgronaManyToOneRoundTrip::anonymous),
                Entrant.of("JCTools SpscArrayQueue", JctoolsRoundTrip::new),
                Entrant.of("Disruptor single producer", DisruptorRoundTrip::new));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(SPSC, BARE, 1.15), new Target(SPSC, AGRONA_1_1, 0.62));
    }

    /** Throws unless what came back is the message of that number. */
    static void check(long first, long sum, long number) {
        if (first != number || sum != Payload.sum(number)) {
            throw new IllegalStateException("message " + first + " came back for " + number);
        }
    }
}
