package io.sidecore.bench.pollution;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.tools.report.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** User work over one working set, with a call every so many instructions, direct or off-loaded, or with none. */
public final class PollutionRig implements RigExperiment {
    /** Tells a fork which of the experiments it is to measure: a working set, a colon, and intervals. */
    private static final String SETTING = "sidecore.pollution";
    private static final int INSTRUCTIONS = 1_000;

    private final WorkingSet set;
    private final int[] intervals;
    /** One for all contenders of a fork, because where memory lies matters. */
    private UserWork work;

    /** For forks. */
    public PollutionRig() {
        this(System.getProperty(SETTING).split(":"));
    }

    private PollutionRig(String[] setting) {
        this(WorkingSet.valueOf(setting[0]),
                Stream.of(setting[1].split(",")).mapToInt(Integer::parseInt).toArray());
    }

    PollutionRig(WorkingSet set, int... intervals) {
        this.set = set;
        this.intervals = intervals.clone();
    }

    /** {@return blocks of work in a slice of so many thousand instructions} */
    static long blocks(long count, int interval) {
        return count * INSTRUCTIONS / interval;
    }

    @Override
    public List<String> flags() {
        return List.of("-D" + SETTING + "=" + set.name() + ":"
                + IntStream.of(intervals).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    @Override
    public String name() {
        return set.label();
    }

    @Override
    public String title() {
        return "Time of about 1,000 instructions of user work over " + set + ", with a " + RecordFile.LENGTH
                + "-byte pwrite to the page cache every so many instructions";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        for (Way way : Way.values()) {
            for (int interval : intervals) {
                entrants.add(Entrant.of(way.entrant(interval), () -> way.open(work(), interval)).withoutAllocation());
            }
        }
        return entrants;
    }

    private UserWork work() {
        if (work == null) {
            work = set.work();
        }
        return work;
    }

    @Override
    public int unit() {
        return Arrays.stream(intervals).max().orElseThrow() / INSTRUCTIONS;
    }

    @Override
    public String remark() {
        return "Only the user's work is counted, neither the calls nor submitting and reaping. "
                + "Each slice begins behind one way through the whole working set, which is not counted.";
    }

    @Override
    public List<String> notes(ExperimentResult result) {
        return Stream.concat(Figure3.lines(result, intervals).stream(), UserCounters.lines(set).stream()).toList();
    }

    @Override
    public List<Plot> plots(ExperimentResult result) {
        return List.of(Figure3.plot(result, set.toString(), intervals));
    }
}
