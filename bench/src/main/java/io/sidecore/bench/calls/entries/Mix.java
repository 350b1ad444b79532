package io.sidecore.bench.calls.entries;

/** Which calls go through the page. */
enum Mix {
    /** Writes to the page cache. */
    SHORT("short", 0),
    /** The same, but one in so many sleeps for a while, so that the syscall core changes threads. */
    BLOCKING("one in 16 blocks", 16);

    private final String text;
    private final int interval;

    Mix(String text, int interval) {
        this.text = text;
        this.interval = interval;
    }

    /** {@return whether a call blocks, by its number from 0} */
    boolean blocks(long call) {
        return interval != 0 && call % interval == 0;
    }

    String entrant(int entries) {
        return text + ", " + entries + " entries";
    }

    @Override
    public String toString() {
        return text;
    }
}
