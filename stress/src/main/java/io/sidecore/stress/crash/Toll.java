package io.sidecore.stress.crash;

import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often death struck, by structure, store and side of the store. Thread-safe. */
final class Toll {
    private final List<Site> sites;
    private final Map<Scenario, Deaths> deaths = new EnumMap<>(Scenario.class);

    Toll(List<Site> sites) {
        this.sites = sites;
        for (Scenario scenario : Scenario.values()) {
            deaths.put(scenario, new Deaths(sites));
        }
    }

    Deaths of(Scenario scenario) {
        return deaths.get(scenario);
    }

    long total() {
        return deaths.values().stream().mapToLong(Deaths::total).sum();
    }

    /** How many of the stores of either side were struck, structure by structure, and which were not. For real deaths: nobody is killed while it creates. */
    String coverage(List<Scenario> scenarios) {
        StringBuilder missed = new StringBuilder();
        int all = 0;
        int struck = 0;
        for (Scenario scenario : scenarios) {
            List<Site> spared = of(scenario).missed(scenario::uses);
            int stores = Scenario.stores(sites, scenario::uses).size();
            all += stores;
            struck += stores - spared.size();
            if (!spared.isEmpty()) {
                missed.append("  not in ").append(Scenario.names(List.of(scenario))).append(": ")
                        .append(String.join(", ", spared.stream().map(Site::where).toList())).append('\n');
            }
        }
        return "Real deaths struck " + struck + " of " + all
                + " stores, each counted for each structure that runs into it" + (missed.isEmpty() ? "" : ":") + '\n'
                + missed;
    }

    /** One line for each structure, store and side that was struck, for another process. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        deaths.forEach((scenario, of) -> of.lines().forEach(line -> lines.add(scenario + " " + line)));
        return lines;
    }

    void addLine(String line) {
        String[] part = line.split(" ", 2);
        of(Scenario.valueOf(part[0])).addLine(part[1]);
    }

    /** Deaths before, after, and in the middle of each store, and at either in each structure that runs into it. */
    String table(List<Scenario> scenarios, boolean onlyStruck) {
        StringBuilder text = new StringBuilder(
                String.format("  %-40s %-19s %8s %8s %8s", "store", "operation", "before", "after", "torn"));
        scenarios.forEach(scenario -> text.append(String.format(" %9s", Scenario.names(List.of(scenario)))));
        text.append('\n');
        for (Site site : sites) {
            boolean covered = scenarios.stream().anyMatch(scenario -> scenario.covers(site));
            long struck = scenarios.stream().mapToLong(scenario -> of(scenario).at(site.id())).sum();
            if (site.store() && covered && (struck > 0 || !onlyStruck)) {
                row(text, site, scenarios);
            }
        }
        return text.toString();
    }

    private void row(StringBuilder text, Site site, List<Scenario> scenarios) {
        text.append(String.format("  %-40s %-19s", site.where(), site.operation()));
        for (Doom.Phase phase : Doom.Phase.values()) {
            long sum = scenarios.stream().mapToLong(scenario -> of(scenario).at(site.id(), phase)).sum();
            text.append(String.format(" %8s", phase == Doom.Phase.TORN && !site.copies() ? "-" : Long.toString(sum)));
        }
        for (Scenario scenario : scenarios) {
            text.append(String.format(Locale.ROOT, " %9s",
                    scenario.covers(site) ? Long.toString(of(scenario).at(site.id())) : "-"));
        }
        text.append('\n');
    }
}
