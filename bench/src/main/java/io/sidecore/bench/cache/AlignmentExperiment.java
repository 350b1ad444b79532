package io.sidecore.bench.cache;

import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import java.util.List;

/** Messages of one size that start on a line, or lie across two. */
public final class AlignmentExperiment implements RigExperiment {
    private static final int LINE = 64;
    private static final int HALF = LINE / 2;

    /** For forks. */
    public AlignmentExperiment() {}

    @Override
    public String name() {
        return "alignment";
    }

    @Override
    public String title() {
        return "Time per message of " + ShiftedRecords.RECORD + " bytes, one way, by where in a line it starts";
    }

    @Override
    public String remark() {
        return "One at a time: each is answered by a number on a line of its own before the next is written. Without a ring.";
    }

    @Override
    public int unit() {
        return ShiftedRecords.PER_QUARTER;
    }

    @Override
    public List<Entrant> entrants() {
        return List.of(entrant("on a line", 0, LINE, false),
                entrant("across two lines", HALF, LINE, false),
                entrant("packed, some across", 0, ShiftedRecords.RECORD, false),
                entrant("on a line, one at a time", 0, LINE, true),
                entrant("across two lines, one at a time", HALF, LINE, true));
    }

    private static Entrant entrant(String name, int shift, int stride, boolean oneAtATime) {
        return Entrant.of(name, () -> new ShiftedRecords(shift, stride, oneAtATime)).withoutAllocation();
    }
}
