package io.sidecore.bench.calls.entries;

import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.rig.Entrant;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.tools.report.Plot;
import java.util.ArrayList;
import java.util.List;

/** Pages of 16 to 512 entries, all of them in flight, with short calls only and with some that block. */
public final class EntriesRig implements RigExperiment {
    /** For forks. */
    public EntriesRig() {}

    @Override
    public String name() {
        return "entries";
    }

    @Override
    public String title() {
        return "Time per call, a " + RecordFile.LENGTH
                + "-byte pwrite to the page cache, by entries of the page, all in flight";
    }

    @Override
    public List<Entrant> entrants() {
        List<Entrant> entrants = new ArrayList<>();
        for (Mix mix : Mix.values()) {
            for (int entries : Figure16.ENTRIES) {
                Entrant entrant = Entrant.of(mix.entrant(entries), () -> new FilledPage(mix, entries));
                // Threads that are started for calls that block are objects, too.
                entrants.add(mix == Mix.SHORT ? entrant.withoutAllocation() : entrant);
            }
        }
        return entrants;
    }

    @Override
    public int unit() {
        return Figure16.ENTRIES[Figure16.ENTRIES.length - 1];
    }

    @Override
    public String remark() {
        return "No page is smaller than " + FilledPage.LEAST_ENTRIES
                + " entries: of fewer, so many of it are in use. One that blocks sleeps for "
                + FilledPage.BLOCKED.toMillis()
                + " ms, and another thread, which is there already, takes the syscall core over meanwhile.";
    }

    @Override
    public List<String> notes(ExperimentResult result) {
        return Figure16.lines(result);
    }

    @Override
    public List<Plot> plots(ExperimentResult result) {
        return List.of(Figure16.plot(result));
    }
}
