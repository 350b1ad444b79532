package io.sidecore.stress.crash.page;

import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.SharedPage;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/** A page as one of its callers uses it. */
interface Desk {
    /** For a call in no order. */
    SystemCalls calls();

    /** For a call behind the earlier ones on its descriptor. */
    SystemCalls ordered();

    /** Whether there are barriers. */
    boolean hasBarrier();

    /** For a call behind all earlier ones, and in front of all later ones. */
    SystemCalls barrier();

    /** Takes the results that are there. */
    void reap(Set<Long> inFlight, CompletionHandler handler);

    boolean cancel(long token);

    /** Memory for a record that lives as long as the page. */
    MemorySegment buffer();

    /** {@code page}: of this caller alone. */
    static Desk at(SyscallPage page) {
        return new Desk() {
            @Override
            public SystemCalls calls() {
                return page;
            }

            @Override
            public SystemCalls ordered() {
                return page.thenOnSameDescriptor();
            }

            @Override
            public boolean hasBarrier() {
                return true;
            }

            @Override
            public SystemCalls barrier() {
                return page.barrier();
            }

            @Override
            public void reap(Set<Long> inFlight, CompletionHandler handler) {
                page.poll(handler, Integer.MAX_VALUE);
            }

            @Override
            public boolean cancel(long token) {
                return page.cancel(token);
            }

            @Override
            public MemorySegment buffer() {
                return page.allocate(PageRecord.LENGTH, PageRecord.LENGTH);
            }
        };
    }

    /** {@code page}: others call by it, too. */
    static Desk at(SharedPage page) {
        return new Desk() {
            @Override
            public SystemCalls calls() {
                return page;
            }

            @Override
            public SystemCalls ordered() {
                return page.thenOnSameDescriptor();
            }

            @Override
            public boolean hasBarrier() {
                return false;
            }

            @Override
            public SystemCalls barrier() {
                throw new UnsupportedOperationException("a shared page has none");
            }

            @Override
            public void reap(Set<Long> inFlight, CompletionHandler handler) {
                for (long token : List.copyOf(inFlight)) {
                    long result = page.tryTake(token);
                    if (result != SharedPage.PENDING) {
                        handler.onCompletion(token, result);
                    }
                }
            }

            @Override
            public boolean cancel(long token) {
                return page.cancel(token);
            }

            @Override
            public MemorySegment buffer() {
                return page.allocate(PageRecord.LENGTH, PageRecord.LENGTH);
            }
        };
    }
}
