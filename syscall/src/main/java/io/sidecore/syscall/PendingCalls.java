package io.sidecore.syscall;

import java.util.Arrays;

/** Calls set aside that no thread executes yet, oldest first. For the core's active thread. */
final class PendingCalls {
    private PageQueue[] pages = new PageQueue[16];
    private int[] slots = new int[16];
    /** As they were checked: the owner can write to the entries. */
    private long[] controls = new long[16];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(PageQueue page, int slot, long control) {
        if (count == slots.length) {
            pages = Arrays.copyOf(pages, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
            controls = Arrays.copyOf(controls, 2 * count);
        }
        pages[count] = page;
        slots[count] = slot;
        controls[count] = control;
        count++;
    }

    /** Whether one of them need not wait any more, as it has been given up. */
    boolean hasGivenUp() {
        for (int i = 0; i < count; i++) {
            if (pages[i].isCancelled(slots[i])) {
                return true;
            }
        }
        return false;
    }

    /** Hands the calls to threads on standby, as far as there are any. Those given up end here. Returns how many are gone. */
    int assign(CoreThreads threads, Dispatch dispatch) {
        int kept = 0;
        boolean isNoneLeft = false;
        for (int i = 0; i < count; i++) {
            PageQueue page = pages[i];
            int slot = slots[i];
            long control = controls[i];
            if (dispatch.isGivenUp(page, slot)) {
                page.finishAway(slot, control, dispatch.cancelled(page, control, false));
                continue;
            }
            SyscallThread thread = isNoneLeft ? null : threads.takeForCall();
            isNoneLeft |= thread == null;
            if (thread != null) {
                thread.offerCall(page, slot, control);
            } else {
                pages[kept] = page;
                slots[kept] = slot;
                controls[kept] = control;
                kept++;
            }
        }
        int gone = count - kept;
        Arrays.fill(pages, kept, count, null);
        count = kept;
        return gone;
    }
}
