package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;

/** The instructions of a message, without the way of its line: what a fence too many or another check shows in, however far the CPUs are apart. */
public final class OneThreadExperiment implements JmhExperiment {
    /** Anybody may make one. */
    public OneThreadExperiment() {}

    @Override
    public String name() {
        return "one-thread";
    }

    @Override
    public String title() {
        return "Time per message, sent and taken on one thread, 64 at a time, " + Payload.bytes() + "-byte messages";
    }

    @Override
    public String remark() {
        return "Nothing travels to another core, so this is not what a message costs, but the part of it that depends on the code alone.";
    }

    @Override
    public List<JmhEntrant> entrants() {
        return List.of(entrant(ThroughputRig.AGRONA_1_1, OneThreadLoop.Ring.AGRONA_1_1),
                entrant(ThroughputRig.AGRONA_N_1, OneThreadLoop.Ring.AGRONA_N_1),
                entrant(ThroughputRig.JCTOOLS, OneThreadLoop.Ring.JCTOOLS),
                entrant(ThroughputRig.ONE_BY_ONE, OneThreadLoop.Ring.SPSC).withoutAllocation(),
                entrant(ThroughputRig.BATCHES, OneThreadLoop.Ring.SPSC_BATCHES).withoutAllocation(),
                entrant(ThroughputRig.MPSC, OneThreadLoop.Ring.MPSC).withoutAllocation(),
                entrant("LaneRing, one lane", OneThreadLoop.Ring.LANES).withoutAllocation());
    }

    private static JmhEntrant entrant(String name, OneThreadLoop.Ring ring) {
        return new JmhEntrant(name, OneThreadLoop.class, "messages").with("ring", ring);
    }
}
