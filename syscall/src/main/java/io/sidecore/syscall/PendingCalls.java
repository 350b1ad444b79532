package io.sidecore.syscall;

import io.sidecore.syscall.call.Errno;
import java.util.Arrays;

/** Calls set aside that no thread executes yet, oldest first. For the core's active thread. */
final class PendingCalls {
    private PageQueue[] pages = new PageQueue[16];
    private int[] slots = new int[16];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(PageQueue page, int slot) {
        if (count == slots.length) {
            pages = Arrays.copyOf(pages, 2 * count);
            slots = Arrays.copyOf(slots, 2 * count);
        }
        pages[count] = page;
        slots[count] = slot;
        count++;
    }

    /** Hands the calls to threads on standby, as far as there are any. Those given up end here. Returns how many are gone. */
    int assign(CoreThreads threads, boolean isCancelling) {
        int kept = 0;
        boolean isNoneLeft = false;
        for (int i = 0; i < count; i++) {
            PageQueue page = pages[i];
            int slot = slots[i];
            if (isCancelling || page.isCancelled(slot)) {
                page.finishAside(slot, page.control(slot), -Errno.ECANCELED);
                continue;
            }
            SyscallThread thread = isNoneLeft ? null : threads.takeForCall();
            isNoneLeft |= thread == null;
            if (thread != null) {
                thread.offerCall(page, slot);
            } else {
                pages[kept] = page;
                slots[kept] = slot;
                kept++;
            }
        }
        int gone = count - kept;
        Arrays.fill(pages, kept, count, null);
        count = kept;
        return gone;
    }
}
