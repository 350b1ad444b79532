package io.sidecore.stress.crash.page;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.syscall.call.Errno;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares a caller's book with what its calls have left behind. Between two lives, or at the end.
 *
 * <p>Promised: a call whose result was seen has had its effect exactly once, or none if it was given up; any other that was submitted once or not at all;
 * what was not submitted has none. Each effect is that of its own arguments. Order, where it was asked for, is kept.
 */
final class PageOracle {
    private final PageBook book;
    private final int caller;
    private final long salt;
    private final int count;
    private final int[] effects;

    PageOracle(PageBook book, int caller, long salt) {
        this.book = book;
        this.caller = caller;
        this.salt = salt;
        this.count = book.count();
        this.effects = new int[count];
    }

    /**
     * Throws a violation if one of the last life's calls is not over, although all were waited for.
     */
    void checkFinished() {
        for (int sequence = 0; sequence < count; sequence++) {
            if (isOpen(sequence) && book.life(sequence) == book.life(count - 1)) {
                throw broken("no result, although it was waited for", sequence);
            }
        }
    }

    /**
     * Throws a violation if a promise is broken.
     *
     * @param placed   the file of {@link Deed#PLACE} and {@link Deed#MARK}
     * @param appended that of {@link Deed#APPEND}
     * @param ordered  that of {@link Deed#ORDERED}
     * @param left     all that was left in the FIFO when lives had ended
     */
    void check(MemorySegment placed, MemorySegment appended, MemorySegment ordered, MemorySegment left) {
        findPlaced(placed);
        find(appended, Deed.APPEND);
        List<Integer> order = find(ordered, Deed.ORDERED);
        for (int i = 1; i < order.size(); i++) {
            if (order.get(i - 1) >= order.get(i)) {
                throw broken("order: " + book.describe(order.get(i - 1)) + " has come before", order.get(i));
            }
        }
        find(left, Deed.PIPE);
        findTaken();
        for (int sequence = 0; sequence < count; sequence++) {
            checkEffect(sequence);
        }
        checkLost();
        checkOrder();
        checkBarriers();
    }

    private Violation broken(String promise, int sequence) {
        return new Violation("caller " + caller + ": " + promise + ": " + book.describe(sequence) + ", present "
                + effects[sequence] + " times; " + count + " calls in the book");
    }

    private void findPlaced(MemorySegment placed) {
        for (int sequence = 0; (long) sequence * PageRecord.LENGTH < placed.byteSize(); sequence++) {
            long at = (long) sequence * PageRecord.LENGTH;
            if (PageRecord.isHole(placed, at)) {
                continue;
            }
            if (sequence >= count) {
                throw new Violation("caller " + caller + ": never submitted: a record at place " + sequence + " of "
                        + count);
            }
            if (PageRecord.sequence(placed, at, salt, caller, book.deed(sequence)) != sequence) {
                throw broken("other arguments, at the place of", sequence);
            }
            effects[sequence]++;
        }
    }

    /** Counts the records of a file, and returns their numbers. */
    private List<Integer> find(MemorySegment file, Deed deed) {
        List<Integer> found = new ArrayList<>();
        for (long at = 0; at < file.byteSize(); at += PageRecord.LENGTH) {
            int sequence = at + PageRecord.LENGTH > file.byteSize()
                    ? -1
                    : PageRecord.sequence(file, at, salt, caller, deed);
            if (sequence < 0 || sequence >= count || book.deed(sequence) != deed) {
                throw new Violation("caller " + caller + ": " + deed + " of what nobody has submitted, at byte " + at
                        + ": " + sequence);
            }
            effects[sequence]++;
            found.add(sequence);
        }
        return found;
    }

    private void findTaken() {
        for (int sequence = 0; sequence < count; sequence++) {
            if (book.deed(sequence) == Deed.TAKE && isDone(sequence)) {
                int taken = book.taken(sequence);
                if (taken < 0 || taken >= count || book.deed(taken) != Deed.PIPE) {
                    throw broken("has read what nobody has written", sequence);
                }
                effects[taken]++;
            }
        }
    }

    private boolean isDone(int sequence) {
        return book.state(sequence) == PageBook.REAPED && book.result(sequence) == book.deed(sequence).success();
    }

    private boolean isOpen(int sequence) {
        return book.state(sequence) == PageBook.INTENDED;
    }

    private void checkEffect(int sequence) {
        if (effects[sequence] > 1) {
            throw broken("twice", sequence);
        }
        if (book.deed(sequence) == Deed.LOCK && isDone(sequence) && book.taken(sequence) == 0) {
            throw broken("a lock that another has", sequence);
        }
        if (isOpen(sequence)) {
            return;
        }
        boolean present = effects[sequence] == 1;
        if (isDone(sequence)) {
            // What is missing in the FIFO may be in the hands of a call that died: counted below.
            if (!present && book.deed(sequence).writes() && book.deed(sequence) != Deed.PIPE) {
                throw broken("lost", sequence);
            }
        } else if (present) {
            throw broken("present, although it says not", sequence);
        } else if (book.state(sequence) == PageBook.REAPED
                && !(book.result(sequence) == -Errno.ECANCELED && book.isGivenUp(sequence))) {
            throw broken("a result that cannot be", sequence);
        }
    }

    /** A read whose result was not seen may have taken one record with it. */
    private void checkLost() {
        int lives = count == 0 ? 0 : book.life(count - 1) + 1;
        int[] hands = new int[lives];
        for (int sequence = 0; sequence < count; sequence++) {
            if (book.deed(sequence) == Deed.TAKE && isOpen(sequence)) {
                hands[book.life(sequence)]++;
            }
        }
        for (int sequence = 0; sequence < count; sequence++) {
            if (book.deed(sequence) == Deed.PIPE && isDone(sequence) && effects[sequence] == 0
                    && --hands[book.life(sequence)] < 0) {
                throw broken("lost, and no read was under way that may have it", sequence);
            }
        }
    }

    /** Whether it may have ended without an effect, or not at all. */
    private boolean mayBeAbsent(int sequence) {
        return book.isGivenUp(sequence) || book.state(sequence) == PageBook.REFUSED;
    }

    /** Whether it waited when its process died, as it could not get what it wants. */
    private boolean isWaiting(int sequence) {
        return book.deed(sequence) == Deed.LOCK && isOpen(sequence) && !book.isGivenUp(sequence)
                && book.taken(sequence) == 0;
    }

    /** By life: whether all records that may have been written to the FIFO were found, so that no call has one that died. */
    private boolean[] isAccountedFor() {
        boolean[] accounted = new boolean[count == 0 ? 0 : book.life(count - 1) + 1];
        Arrays.fill(accounted, true);
        for (int sequence = 0; sequence < count; sequence++) {
            boolean mayHaveRun = isOpen(sequence) || isDone(sequence);
            if (book.deed(sequence) == Deed.PIPE && mayHaveRun && effects[sequence] == 0) {
                accounted[book.life(sequence)] = false;
            }
        }
        return accounted;
    }

    private void checkOrder() {
        int missing = -1;
        int waiting = -1;
        for (int sequence = 0; sequence < count; sequence++) {
            waiting = isWaiting(sequence) ? sequence : waiting;
            if (book.deed(sequence) == Deed.ORDERED) {
                if (waiting >= 0 && book.life(waiting) == book.life(sequence) && effects[sequence] > 0) {
                    throw broken("order: while " + book.describe(waiting) + " waited there is", sequence);
                }
                if (missing >= 0 && book.life(missing) == book.life(sequence) && effects[sequence] > 0) {
                    throw broken("order: without " + book.describe(missing) + " there is", sequence);
                }
                if (effects[sequence] == 0 && !mayBeAbsent(sequence)) {
                    missing = sequence;
                }
            }
        }
    }

    private void checkBarriers() {
        // By life: the first call that has no effect, and the first barrier that has none.
        int missing = -1;
        int barrier = -1;
        boolean[] accounted = isAccountedFor();
        for (int sequence = 0; sequence < count; sequence++) {
            if (sequence > 0 && book.life(sequence) != book.life(sequence - 1)) {
                missing = -1;
                barrier = -1;
            }
            boolean began = effects[sequence] > 0 || book.state(sequence) == PageBook.REAPED
                    && book.result(sequence) != -Errno.ECANCELED;
            if (barrier >= 0 && began) {
                throw broken("barrier: before " + book.describe(barrier) + " there is", sequence);
            }
            if (book.deed(sequence) == Deed.MARK && began && missing >= 0) {
                throw broken("barrier: without " + book.describe(missing) + " there is", sequence);
            }
            boolean counts = book.deed(sequence).writes() && book.deed(sequence) != Deed.PIPE;
            boolean isStarved = book.deed(sequence) == Deed.TAKE && isOpen(sequence) && !book.isGivenUp(sequence)
                    && accounted[book.life(sequence)];
            if (counts && effects[sequence] == 0 && !mayBeAbsent(sequence) || isWaiting(sequence) || isStarved) {
                missing = missing < 0 ? sequence : missing;
                barrier = barrier < 0 && book.deed(sequence) == Deed.MARK ? sequence : barrier;
            }
        }
    }
}
