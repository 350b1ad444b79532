package io.sidecore.bench.pollution;

import io.sidecore.bench.rig.RigExperiment;
import java.util.List;
import java.util.stream.Stream;

/** The experiments on what calls cost the user's code besides their own time. */
public final class PollutionFamily {
    private static final int[] QUICK_INTERVALS = {1_000, 10_000, 100_000};

    private PollutionFamily() {}

    /** {@return one for each working set, with all intervals of the paper} */
    public static List<RigExperiment> experiments() {
        return Stream.of(WorkingSet.values())
                .<RigExperiment>map(set -> new PollutionRig(set, Figure3.INTERVALS)).toList();
    }

    /** {@return two of them with three intervals, under the same names} */
    public static List<RigExperiment> quick() {
        return Stream.of(WorkingSet.DATA_64K, WorkingSet.CODE)
                .<RigExperiment>map(set -> new PollutionRig(set, QUICK_INTERVALS)).toList();
    }
}
