package io.sidecore.syscall.counters;

import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * A page at one moment.
 *
 * @param index      of its block
 * @param generation of its block: another page has another one
 * @param owner      the kernel's id of the thread that has it, 0 if that was not told
 * @param capacity   calls in flight at most
 * @param kind       who may submit
 * @param totals     since it was opened
 */
public record PageSnapshot(int index, long generation, long owner, long capacity, PageKind kind, PageTotals totals) {
    /** A block that changes hands this often while it is read is not one to report. */
    private static final int ATTEMPTS = 8;

    /** Empty if no page has the block. */
    static Optional<PageSnapshot> read(Words words, int index) {
        long block = CounterLayout.page(index);
        for (int i = 0; i < ATTEMPTS; i++) {
            // Pairs with the release store when the page was opened: the words are its own, or a later one's.
            long generation = words.acquire(block + CounterLayout.PAGE_GENERATION);
            if ((generation & 1) == 0) {
                return Optional.empty();
            }
            PageTotals atStart = PageTotals.read(words, block + CounterLayout.PAGE_START);
            PageSnapshot seen = new PageSnapshot(index, generation, words.count(block + CounterLayout.PAGE_OWNER),
                    words.count(block + CounterLayout.PAGE_CAPACITY),
                    PageKind.of(words.opaque(block + CounterLayout.PAGE_KIND)),
                    PageTotals.read(words, block + CounterLayout.PAGE_TOTALS).since(atStart));
            // Pairs with the fence when a page is opened: whoever has seen a word of a later page sees another generation.
            VarHandle.acquireFence();
            if (words.opaque(block + CounterLayout.PAGE_GENERATION) == generation) {
                return Optional.of(seen);
            }
        }
        return Optional.empty();
    }

    /** {@return calls submitted whose results have not been taken} */
    public long inFlight() {
        return Math.max(0, totals.submitted() - totals.reaped());
    }
}
