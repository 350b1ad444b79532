package io.sidecore.bench.cache;

import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import java.util.ArrayList;
import java.util.List;

/** Random reads over memory in pages of 4 KiB and in huge ones. */
public final class PagesExperiment implements JmhExperiment {
    private static final int[] MEGABYTES = {64, 512};

    /** For the command line. */
    public PagesExperiment() {}

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public String title() {
        return "Time of a read of 8 bytes at a random place, by the size of pages";
    }

    @Override
    public String remark() {
        return "Each read waits for the one before, but where \"known beforehand\" is said. Transparent huge pages are asked for by madvise, "
                + "the others are of the pool (vm.nr_hugepages).";
    }

    @Override
    public List<JmhEntrant> entrants() {
        List<JmhEntrant> entrants = new ArrayList<>();
        for (int megabytes : MEGABYTES) {
            entrants.add(entrant("base pages", Pages.BASE, "dependent", megabytes));
            entrants.add(entrant("transparent huge pages", Pages.TRANSPARENT, "dependent", megabytes));
            entrants.add(entrant("huge pages", Pages.HUGE, "dependent", megabytes));
            entrants.add(entrant("base pages, known beforehand", Pages.BASE, "independent", megabytes));
            entrants.add(
                    entrant("transparent huge pages, known beforehand", Pages.TRANSPARENT, "independent", megabytes));
        }
        return entrants;
    }

    private static JmhEntrant entrant(String pages, Pages kind, String method, int megabytes) {
        JmhEntrant entrant = new JmhEntrant(megabytes + " MiB, " + pages, RandomReads.class, method)
                .with("pages", kind).with("megabytes", megabytes);
        return kind == Pages.BASE && megabytes == MEGABYTES[0] ? entrant : entrant.ifItRuns();
    }
}
