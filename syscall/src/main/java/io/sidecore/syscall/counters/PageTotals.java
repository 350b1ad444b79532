package io.sidecore.syscall.counters;

/**
 * What a page, or several together, have counted.
 *
 * @param submitted calls
 * @param reaped    results taken
 * @param full      submissions refused because the page was full
 * @param wakeUps   sleeping cores woken
 * @param cancels   calls whose cancellation was asked for
 * @param waits     waits for a result that was not there yet
 */
public record PageTotals(long submitted, long reaped, long full, long wakeUps, long cancels, long waits) {
    /** Of no page. */
    public static final PageTotals NONE = new PageTotals(0, 0, 0, 0, 0, 0);

    static PageTotals read(Words words, long offset) {
        return new PageTotals(words.count(offset), words.count(offset + 8), words.count(offset + 16),
                words.count(offset + 24), words.count(offset + 32), words.count(offset + 40));
    }

    /**
     * Adds another page's.
     *
     * @param other what it has counted
     * @return both together
     */
    public PageTotals plus(PageTotals other) {
        return new PageTotals(submitted + other.submitted, reaped + other.reaped, full + other.full,
                wakeUps + other.wakeUps, cancels + other.cancels, waits + other.waits);
    }

    /**
     * What was counted since an earlier snapshot.
     *
     * @param earlier a snapshot of the same page or pages
     * @return the difference, 0 where it would be negative
     */
    public PageTotals since(PageTotals earlier) {
        return new PageTotals(Math.max(0, submitted - earlier.submitted), Math.max(0, reaped - earlier.reaped),
                Math.max(0, full - earlier.full), Math.max(0, wakeUps - earlier.wakeUps),
                Math.max(0, cancels - earlier.cancels), Math.max(0, waits - earlier.waits));
    }
}
