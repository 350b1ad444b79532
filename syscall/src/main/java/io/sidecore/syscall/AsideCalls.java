package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.BARRIER;
import static io.sidecore.syscall.EntryLayout.BUSY;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;
import static io.sidecore.syscall.EntryLayout.THEN_ON_SAME_DESCRIPTOR;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.SyscallNumber;
import java.util.Arrays;

/**
 * The calls of one page that are not final although the core has gone past them, in the order of their submission: those that another thread
 * executes, or is to execute, and those held back until an earlier call on the same descriptor is final.
 *
 * <p>A call is final when its entry says so, or holds a later call: nobody has to report it here. For the core's active thread.
 */
final class AsideCalls {
    private static final int FIRST_LENGTH = 16;

    private final PageQueue page;
    private int[] slots = new int[FIRST_LENGTH];
    private int[] tokens = new int[FIRST_LENGTH];
    private boolean[] isHeld = new boolean[FIRST_LENGTH];
    private int count;
    private int heldCount;

    AsideCalls(PageQueue page) {
        this.page = page;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean hasHeld() {
        return heldCount > 0;
    }

    int count() {
        return count;
    }

    void add(int slot, long control, boolean held) {
        if (count == slots.length) {
            prune();
        }
        if (count == slots.length) {
            // No more than the page has entries.
            slots = Arrays.copyOf(slots, 2 * count);
            tokens = Arrays.copyOf(tokens, 2 * count);
            isHeld = Arrays.copyOf(isHeld, 2 * count);
        }
        slots[count] = slot;
        tokens[count] = EntryLayout.token(control);
        isHeld[count] = held;
        count++;
        heldCount += held ? 1 : 0;
    }

    /** Forgets the calls that are final. */
    void prune() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (isHeld[i] || isUnfinished(i)) {
                slots[kept] = slots[i];
                tokens[kept] = tokens[i];
                isHeld[kept] = isHeld[i];
                kept++;
            }
        }
        count = kept;
    }

    private boolean isUnfinished(int index) {
        long control = page.control(slots[index]);
        int status = EntryLayout.status(control) & ~ASIDE;
        return EntryLayout.token(control) == tokens[index] && (status == BUSY || status == SUBMITTED);
    }

    /** Whether a call must wait for one of those before it. */
    boolean holdsUp(int slot, long control, int conduct) {
        if (!isOrdered(control)) {
            return false;
        }
        prune();
        return holdsUp(slot, control, conduct, count);
    }

    private boolean holdsUp(int slot, long control, int conduct, int before) {
        for (int i = 0; i < before; i++) {
            if ((isHeld[i] || isUnfinished(i)) && sharesDescriptor(slot, conduct, slots[i])) {
                return true;
            }
        }
        return false;
    }

    /** Closing a descriptor is ordered always: its number may belong to another file afterwards. */
    private static boolean isOrdered(long control) {
        if ((EntryLayout.count(control) & EntryLayout.DELEGATED) != 0) {
            return false;
        }
        int number = EntryLayout.number(control);
        return (EntryLayout.count(control) & THEN_ON_SAME_DESCRIPTOR) != 0 || number == SyscallNumber.CLOSE
                || number == SyscallNumber.DUP2 || number == SyscallNumber.DUP3;
    }

    /** Waits for all that is before it, and lets nothing overtake it. */
    static boolean isBarrier(long control) {
        return (EntryLayout.count(control) & BARRIER) != 0;
    }

    private boolean sharesDescriptor(int slot, int conduct, int other) {
        long otherControl = page.control(other);
        if ((EntryLayout.count(otherControl) & EntryLayout.DELEGATED) != 0) {
            return false;
        }
        int mine = Conduct.descriptors(conduct);
        int others = Conduct.descriptors(Conduct.of(EntryLayout.number(otherControl)));
        for (int i = 0; mine >>> i != 0; i++) {
            for (int j = 0; (mine >>> i & 1) != 0 && others >>> j != 0; j++) {
                if ((others >>> j & 1) != 0 && argument(slot, i) == argument(other, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Descriptors are 32 bits wide. */
    private int argument(int slot, int index) {
        return OffHeap.getInt(page.entry(slot) + index * 8L);
    }

    /** Takes the first call that is held back and need not be any more, or has been given up; the index of its entry, or NONE. */
    int takeReleased(boolean all) {
        int index = heldCount == 0 ? PageQueue.NONE : released(all);
        if (index == PageQueue.NONE) {
            return PageQueue.NONE;
        }
        isHeld[index] = false;
        heldCount--;
        return slots[index];
    }

    boolean hasReleased() {
        return heldCount > 0 && released(false) != PageQueue.NONE;
    }

    private int released(boolean all) {
        for (int i = 0; i < count; i++) {
            if (isHeld[i]) {
                long control = page.control(slots[i]);
                if (all || page.isCancelled(slots[i])
                        || !holdsUp(slots[i], control, Conduct.of(EntryLayout.number(control)), i)) {
                    return i;
                }
            }
        }
        return PageQueue.NONE;
    }

    boolean isAllFinal() {
        prune();
        return count == 0;
    }
}
