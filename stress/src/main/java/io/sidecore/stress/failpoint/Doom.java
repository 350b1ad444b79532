package io.sidecore.stress.failpoint;

import java.util.List;
import java.util.SplittableRandom;

/** When a life ends: at so many stores, of all or of one site, and on which side of the store. Not thread-safe: one per life. */
public final class Doom {
    /** On which side of the store. */
    public enum Phase {
        /** The store does not happen. */
        BEFORE,
        /** The store happens, and nothing after it. */
        AFTER,
        /** A copy stops half-way; with any other store like {@link #BEFORE}. */
        TORN
    }

    /** Any site counts. */
    public static final int ANY = -1;

    private final int site;
    private Phase phase;
    private int countdown;
    private boolean pending;

    /**
     * A death to come.
     *
     * @param site      which stores count, or {@link #ANY}
     * @param countdown the how manyth of them it is, from 1; 0 for a life that is spared
     * @param phase     on which side of it
     */
    public Doom(int site, int countdown, Phase phase) {
        this.site = site;
        this.countdown = countdown;
        this.phase = phase;
    }

    /** {@return no death at all} */
    public static Doom none() {
        return new Doom(ANY, 0, Phase.BEFORE);
    }

    /**
     * Draws a death.
     *
     * @param random where from
     * @param sites  one of which it strikes half of the time; any store otherwise
     * @return within the first few hundred stores, early ones more often
     */
    public static Doom random(SplittableRandom random, List<Site> sites) {
        int site = random.nextBoolean() ? sites.get(random.nextInt(sites.size())).id() : ANY;
        // Some stores happen once in a life.
        int most = site > Site.APPLICATION ? 1 << Math.max(0, random.nextInt(7) - 2) : 8 << random.nextInt(7);
        return new Doom(site, 1 + random.nextInt(most), Phase.values()[random.nextInt(3)]);
    }

    /**
     * Draws a death at one of the first times that a life comes to a store.
     *
     * @param random where from
     * @param site   the store
     * @return mostly at the very first
     */
    public static Doom at(SplittableRandom random, Site site) {
        int countdown = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
        return new Doom(site.id(), countdown, Phase.values()[random.nextInt(3)]);
    }

    /**
     * Draws an early death.
     *
     * @param random where from
     * @return within the first two dozen stores
     */
    public static Doom soon(SplittableRandom random) {
        return new Doom(ANY, 1 + random.nextInt(24), Phase.values()[random.nextInt(3)]);
    }

    /** {@return this death in one word, for another process} */
    public String toWord() {
        return site + ":" + countdown + ":" + phase;
    }

    /**
     * {@return the death that {@link #toWord} has described}
     *
     * @param word its result
     */
    public static Doom ofWord(String word) {
        String[] part = word.split(":");
        return new Doom(Integer.parseInt(part[0]), Integer.parseInt(part[1]), Phase.valueOf(part[2]));
    }

    /**
     * Counts a store that is about to happen.
     *
     * @param at its site
     * @return whether to die in front of it
     */
    public boolean diesBefore(Site at) {
        if (countdown == 0 || site != ANY && site != at.id() || --countdown > 0) {
            return false;
        }
        if (phase == Phase.TORN && !at.copies()) {
            phase = Phase.BEFORE;
        }
        pending = phase != Phase.BEFORE;
        return !pending;
    }

    /** {@return whether to die behind the store that has just happened} */
    public boolean diesAfter() {
        return pending;
    }

    /**
     * {@return how many bytes of a copy to let through}
     *
     * @param length all of them
     */
    public long tear(long length) {
        return pending && phase == Phase.TORN ? length * 5 / 8 : length;
    }

    /** {@return on which side of the store} */
    public Phase phase() {
        return phase;
    }
}
