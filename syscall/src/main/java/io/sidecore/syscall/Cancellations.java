package io.sidecore.syscall;

import io.sidecore.memory.access.OffHeap;

/**
 * Which calls of a page have been given up: a word for each entry that names the call, and a counter that tells that there was one. Any thread.
 *
 * <p>The word names the call and not only the entry because whoever gives a call up may come late: the call has ended, and the entry holds
 * another one, which goes on.
 */
final class Cancellations {
    /** Beside a call's token in the lower half of the word. */
    private static final long GIVEN_UP = 1L << 32;

    private final long epoch;
    private final long words;

    Cancellations(long header, long words) {
        this.epoch = header + PageLayout.CANCEL_EPOCH;
        this.words = words;
    }

    /** {@code token}: as in the entry's control word. Whether the engine does not know yet. */
    boolean set(int slot, int token) {
        long word = words + slot * 8L;
        long mine = GIVEN_UP | token & 0xFFFF_FFFFL;
        long seen;
        do {
            seen = OffHeap.getLongOpaque(word);
            if (seen == mine || seen != 0 && (int) seen - token > 0) {
                // A later call of this entry has been given up already.
                return false;
            }
            // Pairs with the acquire in isSet.
        } while (!OffHeap.compareAndSetLong(word, seen, mine));
        // Pairs with the acquire in PageQueue.hasNewCancels.
        OffHeap.getAndAddLong(epoch, 1);
        return true;
    }

    /** Whether a call has ever been given up; one that is just being may be missed. */
    boolean isUsed() {
        return OffHeap.getLongOpaque(epoch) != 0;
    }

    /** Whoever has the entry to himself: before its tokens begin anew, the word must not name one of them. */
    void clear(int slot) {
        long word = words + slot * 8L;
        if (OffHeap.getLongOpaque(word) != 0) {
            // Pairs with nothing: no call in the entry could be meant.
            OffHeap.putLongOpaque(word, 0);
        }
    }

    /** {@code control}: of the entry's call. Any thread, of the engine too. */
    static boolean isSet(long words, int slot, long control) {
        long seen = OffHeap.getLongAcquire(words + slot * 8L);
        return seen != 0 && (int) seen == EntryLayout.token(control);
    }
}
