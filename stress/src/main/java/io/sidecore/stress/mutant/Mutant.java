package io.sidecore.stress.mutant;

import io.sidecore.stress.failpoint.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shipped classes with one access made weaker.
 *
 * @param site      where
 * @param ordinal   the how manyth access of this kind in its method it is, from 1
 * @param weakening how
 */
record Mutant(Site site, int ordinal, Weakening weakening) {
    /** All of these sites. */
    static List<Mutant> of(List<Site> sites) {
        List<Mutant> mutants = new ArrayList<>();
        Map<String, Integer> ordinals = new HashMap<>();
        for (Site site : sites) {
            int ordinal = ordinals.merge(site.type() + "." + site.method() + " " + site.operation(), 1, Integer::sum);
            if (!Structure.at(site).isEmpty()) {
                Weakening.of(site.operation()).stream().map(weakening -> new Mutant(site, ordinal, weakening))
                        .filter(mutant -> !mutant.weakening.skips() || Checks.contains(mutant)).forEach(mutants::add);
            }
        }
        return mutants;
    }

    /** Its name, which does not change with the lines of the source. */
    String name() {
        return site.type() + "." + site.method() + " " + site.operation() + (ordinal > 1 ? "#" + ordinal : "") + ", "
                + weakening;
    }

    int line() {
        return site.line();
    }
}
