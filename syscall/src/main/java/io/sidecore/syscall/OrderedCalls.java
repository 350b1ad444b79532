package io.sidecore.syscall;

import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.SystemCalls;

/**
 * Submissions to a {@link SharedPage} that keep the order of their descriptors, see {@link SharedPage#thenOnSameDescriptor}. A page of one thread
 * remembers such a wish for its next call; among several threads it has to come with the call. Any thread.
 */
public final class OrderedCalls implements SystemCalls {
    private final SharedPage page;

    OrderedCalls(SharedPage page) {
        this.page = page;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the page, or its engine, is closed
     */
    @Override
    public long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object held) {
        Conduct.requireAllowed(number);
        return page.enter(number, arguments | EntryLayout.THEN_ON_SAME_DESCRIPTOR, a0, a1, a2, a3, a4, a5, held);
    }
}
