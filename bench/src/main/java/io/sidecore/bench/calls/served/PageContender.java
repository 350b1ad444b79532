package io.sidecore.bench.calls.served;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CurrentThread;
import io.sidecore.bench.rig.ServedContender;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.Delegate;
import io.sidecore.syscall.SyscallPage;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** A contender whose calls a {@link CoreEngine} executes on the follower's CPU. Engine and page live for one slice. */
public abstract class PageContender implements ServedContender {
    /** How the application's thread waits. */
    protected static final IdleStrategy SPIN = BusySpinIdleStrategy.INSTANCE;

    private static final int WARM_UP_CALLS = 1_000;

    private final CoreOptions options;
    private final int entries;
    private CoreEngine engine;
    private SyscallPage page;
    private int thread;

    /**
     * A contender with an engine that spins and a page of default size.
     */
    protected PageContender() {
        this(spinning(), SyscallPage.DEFAULT_ENTRIES);
    }

    /**
     * A contender.
     *
     * @param options of its engine
     * @param entries of its page
     */
    protected PageContender(CoreOptions options, int entries) {
        this.options = options;
        this.entries = entries;
    }

    /** {@return options of an engine on the plan's syscall CPU that spins and never sleeps} */
    protected static CoreOptions spinning() {
        return CoreOptions.on(CorePlan.automatic().syscall().id());
    }

    @Override
    public final void begin() {
        engine = CoreEngine.start(options);
        page = engine.register(entries);
        Delegate tid = engine.register((a0, a1, a2, a3, a4, a5) -> CurrentThread.tid());
        thread = (int) page.await(page.call(tid, 0, 0, 0, 0, 0, 0, 0), SPIN);
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            page.await(page.getppid(), SPIN);
        }
        prepare(engine, page);
    }

    /**
     * What a contender does before each slice, besides.
     *
     * @param started  the engine
     * @param assigned the page
     */
    protected void prepare(CoreEngine started, SyscallPage assigned) {}

    @Override
    public void end() {
        page.close();
        engine.close();
        page = null;
        engine = null;
    }

    /** {@return the page, between begin and end} */
    protected final SyscallPage page() {
        return page;
    }

    /** {@return the syscall thread that was active first} */
    @Override
    public int thread() {
        return thread;
    }
}
