package io.sidecore.syscall;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.memory.access.OffHeap;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;

/** The syscall thread: goes round the registered pages and executes what it finds. */
final class SyscallAgent implements Agent {
    /** Entries of one page in a row, so that a busy page cannot keep the others waiting for long. */
    private static final int TURN = 64;

    private final int cpu;
    private final CompletableFuture<Integer> started = new CompletableFuture<>();
    private final AtomicLong executed = new AtomicLong();
    private volatile Registration[] registrations = {};
    /** For the message of a close that waits in vain; plain, because the thread is then inside a call, after its stores. */
    private Registration current;
    private EntryExecutor executor;
    private PinnedThread pin;

    SyscallAgent(int cpu) {
        this.cpu = cpu;
    }

    /** Completed with the kernel's thread id once the thread is pinned, or with the reason why it could not be. */
    CompletableFuture<Integer> started() {
        return started;
    }

    @Override
    public void onStart() {
        try {
            pin = PinnedThread.to(cpu);
            executor = new EntryExecutor();
            started.complete(CurrentThread.tid());
        } catch (Throwable e) {
            started.completeExceptionally(e);
            throw e;
        }
    }

    /** Called by the engine under its lock. */
    void add(SyscallPage page) {
        Registration[] grown = Arrays.copyOf(registrations, registrations.length + 1);
        grown[registrations.length] = new Registration(page);
        registrations = grown;
    }

    @Override
    public int doWork() {
        int work = 0;
        for (Registration registration : registrations) {
            work += execute(registration, TURN);
        }
        return work;
    }

    private int execute(Registration registration, int limit) {
        int count = 0;
        long entry;
        while (count < limit && (entry = registration.nextSubmitted()) != 0) {
            current = registration;
            executor.execute(entry, OffHeap.getLong(entry + EntryLayout.CONTROL));
            registration.position++;
            count++;
        }
        if (count > 0) {
            current = null;
            // Single writer: an ordered store is enough.
            executed.setRelease(executed.getPlain() + count);
        }
        return count;
    }

    @Override
    public void onClose() {
        refuseSubmissions();
        try {
            while (executor != null && doWork() > 0) {
                Thread.onSpinWait();
            }
        } finally {
            endPages();
            if (pin != null) {
                pin.close();
            }
        }
    }

    /** The thread is about to die of an error: nobody may wait for it. */
    void fail() {
        refuseSubmissions();
        endPages();
    }

    private void refuseSubmissions() {
        for (Registration registration : registrations) {
            registration.page.refuseSubmissions();
        }
    }

    private void endPages() {
        for (Registration registration : registrations) {
            registration.page.end();
        }
    }

    @Override
    public String roleName() {
        return "sidecore-syscall-" + cpu;
    }

    long executed() {
        return executed.getAcquire();
    }

    /** What the thread is executing, or null between calls; any thread, a snapshot. */
    String stuckIn() {
        Registration stuck = current;
        return stuck == null ? null : stuck.page.nameOf(stuck.position);
    }

    /**
     * A page and how far it has been executed. All that the syscall thread needs for an entry stands here, away from the counters that the
     * application thread writes into its page object.
     */
    private static final class Registration {
        private final long entries;
        private final long mask;
        @SuppressWarnings("unused")
        private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
        private long position;
        @SuppressWarnings("unused")
        private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;
        private final SyscallPage page;

        Registration(SyscallPage page) {
            this.page = page;
            this.entries = page.entries();
            this.mask = page.capacity() - 1;
        }

        /** Address of the next entry if it has been submitted, else 0. */
        long nextSubmitted() {
            return EntryExecutor.submitted(entries + (position & mask) * EntryLayout.LENGTH);
        }
    }
}
