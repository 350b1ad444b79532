package io.sidecore.syscall;

import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.counters.PageKind;
import java.util.ArrayList;
import java.util.List;

/** Executes each call on the submitting thread, at once: nothing is overlapped, and nothing needs a second core. */
public final class DirectEngine implements Engine {
    private final List<Page> pages = new ArrayList<>();
    private final Functions functions = new Functions();
    private final EngineCounters counters = EngineCounters.create("direct", 0);
    private boolean closed;

    /** An engine without a thread. */
    public DirectEngine() {}

    @Override
    public synchronized SyscallPage register(int entries) {
        requireOpen();
        PageCounters pageCounters = counters.openPage(CoreEngine.ownTid(), PageLayout.checked(entries),
                PageKind.PRIVATE);
        return Page.make(pageCounters, () -> {
            SyscallPage page = new SyscallPage(this, entries, new EntryExecutor(functions), null, pageCounters,
                    this::unregister);
            pages.add(page);
            return page;
        });
    }

    @Override
    public synchronized SharedPage registerShared(int entries) {
        requireOpen();
        PageCounters pageCounters = counters.openPage(0, PageLayout.checked(entries), PageKind.SHARED);
        return Page.make(pageCounters, () -> {
            SharedPage page = new SharedPage(this, entries, functions, null, pageCounters, this::unregister);
            pages.add(page);
            return page;
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public Delegate register(DelegatedFunction function) {
        return functions.add(this, function);
    }

    private synchronized void unregister(Page page) {
        pages.remove(page);
    }

    @Override
    public String describe() {
        return "direct: each call on the submitting thread, at once";
    }

    @Override
    public synchronized void close() {
        closed = true;
        pages.forEach(Page::refuseSubmissions);
        counters.close();
    }
}
