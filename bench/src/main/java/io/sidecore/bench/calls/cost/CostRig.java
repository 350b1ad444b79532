package io.sidecore.bench.calls.cost;

import io.sidecore.bench.calls.served.DataFile;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.List;
import java.util.Locale;

/** Submitting and reaping in bursts, against direct calls. */
public final class CostRig implements RigExperiment {
    static final String DIRECT = "direct";
    static final String PAGE = "page, submit + reap";

    private static final double NANOS = 12;
    private static final double TIMES_LESS = 35;

    /** For forks. */
    public CostRig() {}

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String title() {
        return "Cost on the application's core of a " + DataFile.LENGTH
                + "-byte pwrite to the page cache, in bursts of "
                + PageCost.BURST;
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(Entrant.of(DIRECT, DirectCost::new),
                Entrant.of(PAGE, () -> new PageCost(true, true)).withoutAllocation(),
                Entrant.of("page, submit", () -> new PageCost(true, false)).withoutAllocation(),
                Entrant.of("page, reap", () -> new PageCost(false, true)).withoutAllocation());
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.nanos(PAGE, NANOS), new Target(PAGE, DIRECT, 1 / TIMES_LESS));
    }

    @Override
    public int unit() {
        return PageCost.BURST;
    }

    @Override
    public String remark() {
        return "The page's calls are executed on the other core between submitting and reaping; that time is not counted.";
    }

    @Override
    public List<String> notes(ExperimentResult result) {
        return List.of(
                String.format(Locale.ROOT, "Through the page: %.0f x less than a direct call; the target is %.0f x.",
                        result.ratio(DIRECT, PAGE).median(), TIMES_LESS));
    }
}
