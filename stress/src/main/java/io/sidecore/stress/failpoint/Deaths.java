package io.sidecore.stress.failpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How often death struck, by site and side. Thread-safe. */
public final class Deaths {
    private final List<Site> sites;
    private final long[][] counts;

    /**
     * No deaths yet.
     *
     * @param sites all, the index being the id
     */
    public Deaths(List<Site> sites) {
        this.sites = sites;
        this.counts = new long[sites.size()][Doom.Phase.values().length];
    }

    /**
     * Counts deaths.
     *
     * @param site  where
     * @param phase on which side of the store
     * @param count how many
     */
    public synchronized void add(int site, Doom.Phase phase, long count) {
        counts[site][phase.ordinal()] += count;
    }

    /**
     * {@return deaths at a site}
     *
     * @param site where
     */
    public synchronized long at(int site) {
        long sum = 0;
        for (long count : counts[site]) {
            sum += count;
        }
        return sum;
    }

    /**
     * {@return deaths at a site, on one side of it}
     *
     * @param site  where
     * @param phase on which side of the store
     */
    public synchronized long at(int site, Doom.Phase phase) {
        return counts[site][phase.ordinal()];
    }

    /** {@return all deaths} */
    public synchronized long total() {
        return sites.stream().mapToLong(site -> at(site.id())).sum();
    }

    /** {@return one line for each site and side that was struck: {@code site phase count}} */
    public synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Site site : sites) {
            for (Doom.Phase phase : Doom.Phase.values()) {
                if (counts[site.id()][phase.ordinal()] > 0) {
                    lines.add(site.id() + " " + phase + " " + counts[site.id()][phase.ordinal()]);
                }
            }
        }
        return lines;
    }

    /**
     * Adds what {@link #lines} of another process has given.
     *
     * @param line one of them
     */
    public void addLine(String line) {
        String[] field = line.split(" ");
        add(Integer.parseInt(field[0]), Doom.Phase.valueOf(field[1]), Long.parseLong(field[2]));
    }

    /**
     * {@return the stores that nobody has died at}
     *
     * @param wanted which of them count
     */
    public List<Site> missed(Predicate<Site> wanted) {
        return sites.stream().filter(site -> site.store() && wanted.test(site) && at(site.id()) == 0).toList();
    }
}
