package io.sidecore.stress.weak;

/** The memory order of an access; opaque is as plain, because a word is always read and written whole and in coherence. */
public enum Order {
    /** Plain or opaque. */
    PLAIN(false, false),
    /** Of a load. */
    ACQUIRE(true, false),
    /** Of a store. */
    RELEASE(false, true),
    /** Both, and for loads: of the newest write. */
    VOLATILE(true, true);

    private final boolean acquires;
    private final boolean releases;

    Order(boolean acquires, boolean releases) {
        this.acquires = acquires;
        this.releases = releases;
    }

    boolean acquires() {
        return acquires;
    }

    boolean releases() {
        return releases;
    }
}
