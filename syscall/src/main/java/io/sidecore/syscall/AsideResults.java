package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.FREE;

import io.sidecore.memory.access.OffHeap;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A private page's results that do not come in order: of calls that were set aside, and of calls in order that nobody took when their page was
 * full. For the page's owner.
 *
 * <pre>
 *   syscall threads push on the shared stack  -> taken whole -> own list -> result taken, entry free
 *   the owner, of a result that is not taken  ----------------> own list
 * </pre>
 *
 * <p>A call is <em>passed</em> when the owner, going through its calls in order, has gone on behind it. Its entry is free when it is passed
 * <em>and</em> off the list, in whichever order.
 */
final class AsideResults {
    /** Instead of a token: not passed. */
    static final long NOT_PASSED = -1;

    private final long shared;
    private final long entries;
    /** Tokens of calls that have been passed, by entry. */
    private final long[] passed;
    /** Calls that have been passed and are not taken off the list. */
    private int count;
    /** Index + 1 of the first entry of the list, linked by their first words; 0 if it is empty. */
    private long first;
    /** The same of the last one, if the list holds kept results. */
    private long last;
    /** Calls on either list whose results have been taken one by one, so that their entries may be free. */
    private int takenEarly;

    AsideResults(long header, long entries, int slots) {
        this.shared = header + PageLayout.ASIDE_DONE;
        this.entries = entries;
        this.passed = new long[slots];
        Arrays.fill(passed, NOT_PASSED);
    }

    /** Whether no call that has been passed waits to be taken off the list. */
    boolean isEmpty() {
        return count == 0;
    }

    /** The owner has gone on behind this call. */
    void pass(int slot, long token) {
        passed[slot] = token;
        count++;
    }

    /** The owner goes on behind a call that is done, and keeps its result, behind those that are kept already. */
    void keep(int slot, long token) {
        append(slot);
        pass(slot, token);
    }

    private void append(int slot) {
        link(slot, 0);
        if (first == 0) {
            first = slot + 1;
        } else {
            link((int) last - 1, slot + 1);
        }
        last = slot + 1;
    }

    /** The result of a call on one of the lists is taken, and the call stays there for the time being. */
    void takenEarly() {
        takenEarly++;
    }

    /** Which entry is first on the list, or NONE. */
    int first() {
        if (first == 0) {
            takeShared();
        }
        return checked(first);
    }

    private void takeShared() {
        int steps = 0;
        for (long link = EntryStack.takeAll(shared); link != 0;) {
            // What comes before a wrong link is good; more steps than there are entries go round in a ring.
            if (isWild(link) || ++steps > passed.length) {
                throw overwritten();
            }
            int slot = (int) link - 1;
            link = OffHeap.getLong(entry(slot));
            append(slot);
        }
    }

    /** Through this it would reach any memory of the process. */
    private boolean isWild(long link) {
        return link < 0 || link > passed.length;
    }

    /** Of the own list, which cannot be followed behind a wrong link. */
    private int checked(long link) {
        if (isWild(link)) {
            first = 0;
            throw overwritten();
        }
        return link == 0 ? PageQueue.NONE : (int) link - 1;
    }

    /** Takes the first one off the list; {@code isTaken}: its result has been taken early. */
    void removeFirst(boolean isTaken) {
        first = OffHeap.getLong(entry((int) first - 1));
        takenEarly -= isTaken && takenEarly > 0 ? 1 : 0;
    }

    /** What a call that was taken off the list had as token if it was passed; then its entry is free. */
    long forget(int slot) {
        long token = passed[slot];
        if (token != NOT_PASSED) {
            passed[slot] = NOT_PASSED;
            count--;
        }
        return token;
    }

    /** Takes those off the list whose results were taken one by one, and hands over the entries that are free. */
    void removeTaken(IntConsumer free) {
        // Others' results must not wait until nothing is kept.
        takeShared();
        if (takenEarly == 0) {
            return;
        }
        long from = first;
        first = 0;
        for (int steps = 0; from != 0; steps++) {
            int slot = checked(from);
            if (steps > passed.length) {
                first = 0;
                throw overwritten();
            }
            from = OffHeap.getLong(entry(slot));
            if (passed[slot] != NOT_PASSED && isTaken(status(slot))) {
                takenEarly--;
                forget(slot);
                free.accept(slot);
            } else {
                append(slot);
            }
        }
    }

    /** Whether the result of a call on the list has been taken. */
    boolean isTaken(int status) {
        if (status != (FREE | ASIDE) && status != (DONE | ASIDE)) {
            first = 0;
            throw overwritten();
        }
        return status == (FREE | ASIDE);
    }

    private int status(int slot) {
        return EntryLayout.status(OffHeap.getLongAcquire(entry(slot) + CONTROL));
    }

    private long entry(int slot) {
        return entries + (long) slot * EntryLayout.LENGTH;
    }

    private void link(int slot, long next) {
        OffHeap.putLong(entry(slot), next);
    }

    /** Tokens of calls that have been passed, and others. */
    long[] passed() {
        return passed;
    }

    private static IllegalStateException overwritten() {
        return new IllegalStateException("the page's entries have been overwritten: its list of results leads nowhere");
    }
}
