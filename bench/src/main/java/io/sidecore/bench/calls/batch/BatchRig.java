package io.sidecore.bench.calls.batch;

import io.sidecore.bench.calls.getppid.DirectGetppid;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Target;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.tools.report.Plot;
import java.util.ArrayList;
import java.util.List;

/** Batches of 1 to 64, by where they are executed and whether the executor has to be woken. */
public final class BatchRig implements RigExperiment {
    static final String DIRECT = "direct";

    /** For forks. */
    public BatchRig() {}

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public String title() {
        return "Time per getppid, in batches submitted together and awaited together";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(Entrant.of(DIRECT, DirectGetppid::onApplicationCpu));
        for (Executor executor : Executor.values()) {
            for (int batch : Figure10.BATCHES) {
                entrants.add(Entrant.of(executor.entrant(batch), () -> switch (executor) {
                    case SAME_CORE -> new InlineBatches(batch);
                    case SPINNING -> new CoreBatches(batch);
                    case ASLEEP -> new SleepingCoreBatches(batch);
                }).withoutAllocation());
            }
        }
        return entrants;
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public int unit() {
        return Figure10.BATCHES[Figure10.BATCHES.length - 1];
    }

    @Override
    public String remark() {
        return "\"Asleep\" means that the executor sleeps in the kernel before each batch, for "
                + SleepingCoreBatches.ASLEEP_NANOS / 1000 + " microseconds; that time is not counted.";
    }

    @Override
    public List<Plot> plots(ExperimentResult result) {
        return List.of(Figure10.plot(result));
    }

    @Override
    public List<String> notes(ExperimentResult result) {
        return Figure10.lines(result);
    }
}
