package io.sidecore.bench.calls.blocked;

import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.ArrayList;
import java.util.List;

/** A thousand short calls, with none blocked and with sixteen. */
public final class BlockedRig implements RigExperiment {
    private static final double RATIO = 1.2;

    /** For forks. */
    public BlockedRig() {}

    @Override
    public String name() {
        return "blocked";
    }

    @Override
    public String title() {
        return "Time per short call, " + ShortCalls.CALLS + " submitted together and taken as they end, with "
                + Blockers.CALLS + " calls of the same page blocked or none";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        for (ShortCalls.Kind kind : ShortCalls.Kind.values()) {
            for (ShortCalls.Ahead ahead : ShortCalls.Ahead.values()) {
                entrants.add(Entrant.of(name(kind, ahead), () -> new ShortCalls(kind, ahead)).withoutAllocation());
            }
        }
        return entrants;
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (ShortCalls.Kind kind : ShortCalls.Kind.values()) {
            String free = name(kind, ShortCalls.Ahead.NONE);
            targets.add(new Target(name(kind, ShortCalls.Ahead.BLOCKED), free, RATIO));
            targets.add(new Target(name(kind, ShortCalls.Ahead.SUBMITTED), free, RATIO));
        }
        return targets;
    }

    private static String name(ShortCalls.Kind kind, ShortCalls.Ahead ahead) {
        return kind + ", " + ahead;
    }

    @Override
    public int unit() {
        return ShortCalls.CALLS;
    }

    @Override
    public String remark() {
        return "Those that block: accept, read of an idle pipe, flock and nanosleep, " + Blockers.CALLS / 4
                + " each. Submitting and giving them up is not counted.";
    }
}
