package io.sidecore.syscall;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageKind;
import java.util.ArrayList;
import java.util.List;

/** Executes each call on the submitting thread, at once: nothing is overlapped, and nothing needs a second core. */
public final class DirectEngine implements Engine {
    private final List<SyscallPage> pages = new ArrayList<>();
    private final Functions functions = new Functions();
    private final EngineCounters counters = EngineCounters.create("direct", 0);
    private boolean closed;

    /** An engine without a thread. */
    public DirectEngine() {}

    @Override
    public synchronized SyscallPage register(int entries) {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        int tid = Thread.currentThread().isVirtual() ? 0 : CurrentThread.tid();
        SyscallPage page = new SyscallPage(this, entries, new EntryExecutor(functions), null,
                counters.openPage(tid, entries, PageKind.PRIVATE), this::unregister);
        pages.add(page);
        return page;
    }

    @Override
    public Delegate register(DelegatedFunction function) {
        return functions.add(this, function);
    }

    private synchronized void unregister(SyscallPage page) {
        pages.remove(page);
    }

    @Override
    public String describe() {
        return "direct: each call on the submitting thread, at once";
    }

    @Override
    public synchronized void close() {
        closed = true;
        pages.forEach(SyscallPage::refuseSubmissions);
        counters.close();
    }
}
