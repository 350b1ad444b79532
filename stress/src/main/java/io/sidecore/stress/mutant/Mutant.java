package io.sidecore.stress.mutant;

import io.sidecore.stress.failpoint.Site;

/**
 * The shipped classes with one access made weaker.
 *
 * @param site      where
 * @param weakening how
 */
record Mutant(Site site, Weakening weakening) {
    String where() {
        return site.where() + " " + site.operation();
    }

    @Override
    public String toString() {
        return where() + ": " + weakening;
    }
}
