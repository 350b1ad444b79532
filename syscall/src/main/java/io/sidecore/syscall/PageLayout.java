package io.sidecore.syscall;

/**
 * Where a page's words stand in its region.
 *
 * <pre>
 *   512                  640          768            896           8192
 *   | submissions, stamp | aside done | cancel epoch | free slots  | slots x 64 bytes: entries | slots x 8 bytes: given up |
 * </pre>
 *
 * <p>Words of different writers are 128 bytes apart. <em>Submissions</em> and <em>free slots</em> belong to a {@link SharedPage}: the stacks of
 * entries that are submitted, and that are free.
 */
final class PageLayout {
    /** Index + 1 of the entry submitted last and not yet taken, 0 if none, -1 if no more are taken; a shared page's only. */
    static final int SUBMISSIONS = 512;
    /** {@link System#nanoTime} of the submission that is sampled. */
    static final int STAMP = 520;
    /** Index + 1 of the entry set aside that was done last and not yet taken, 0 if none. */
    static final int ASIDE_DONE = 640;
    /** Grows with each request to cancel. */
    static final int CANCEL_EPOCH = 768;
    /** A counter, upper 32 bits, and index + 1 of a free entry, lower 32, 0 if none; a shared page's only. */
    static final int FREE_SLOTS = 896;

    private PageLayout() {}

    static int checked(int entries) {
        if (entries < 64 || entries > 32768 || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException(entries + " entries: must be a power of two from 64 to 32768");
        }
        return entries;
    }

    /** Entries of a private page: one more than may be in flight, as the one after the last is known, too. */
    static int privateSlots(int entries) {
        return entries + 1;
    }

    static long entriesLength(int slots) {
        return (long) slots * EntryLayout.LENGTH;
    }

    /** Bytes of data of a page with so many slots, a multiple of 64. */
    static long length(int slots) {
        return entriesLength(slots) + ((slots + 7) / 8) * 64L;
    }
}
