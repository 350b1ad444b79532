package io.sidecore.syscall;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.EngineSnapshot;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.counters.PageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.IdleStrategy;

/**
 * Executes calls on syscall threads that are pinned to syscall cores (FlexSC, section 3.2).
 *
 * <p>One thread of a core is active. Calls that wait for something are executed by others, and one in which the kernel puts the thread to sleep does not
 * hold up those behind it for much longer than {@link CoreOptions#handOff}: another thread becomes the active one. A call that keeps the CPU busy for
 * long, such as a copy of a gigabyte, holds them up.
 */
public final class CoreEngine implements Engine {
    /** One call in so many is timed. */
    private static final int SAMPLING_INTERVAL = 1024;
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final CoreOptions options;
    private final Functions functions = new Functions();
    private final EngineCounters counters;
    private final List<SyscallCore> cores = new ArrayList<>();
    private final List<Served> pages = new ArrayList<>();
    private final Watch watch;
    private boolean closed;

    private record Served(Page page, PageQueue queue) {}

    private CoreEngine(CoreOptions options) {
        this.options = options;
        this.counters = EngineCounters.create("core " + options.cpus(), SAMPLING_INTERVAL);
        try {
            for (int cpu : options.cpus()) {
                cores.add(new SyscallCore(cpu, functions, options, counters.openCore(cpu, options.maxThreads())));
            }
            this.watch = new Watch(cores, options.handOff().toNanos());
        } catch (RuntimeException | Error e) {
            // The idle strategy is made by the caller's code.
            counters.close();
            throw e;
        }
        for (SyscallCore core : cores) {
            core.connect(watch);
        }
    }

    /**
     * Starts an engine with one core that never sleeps, and returns when its thread is pinned.
     *
     * @param cpu  the syscall core, see {@link io.sidecore.affinity.CorePlan}
     * @param idle how the active thread waits for submissions: busy spinning for a core of its own, yielding for a shared one
     * @return the engine
     * @throws io.sidecore.affinity.AffinityException if the thread cannot be pinned to that CPU; no thread is left behind
     */
    public static CoreEngine start(int cpu, IdleStrategy idle) {
        return start(CoreOptions.on(cpu).idling(() -> idle));
    }

    /**
     * Starts an engine, and returns when a thread is pinned to each of its cores.
     *
     * @param options which cores, and how they run
     * @return the engine
     * @throws io.sidecore.affinity.AffinityException if a thread cannot be pinned to its CPU; no thread is left behind
     */
    public static CoreEngine start(CoreOptions options) {
        CoreEngine engine = new CoreEngine(options);
        try {
            for (SyscallCore core : engine.cores) {
                core.start().started().join();
            }
            engine.watch.start();
            return engine;
        } catch (RuntimeException | Error e) {
            engine.cores.forEach(SyscallCore::stop);
            engine.counters.close();
            switch (e instanceof CompletionException ? e.getCause() : e) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public synchronized SyscallPage register(int entries) {
        SyscallCore core = coreForPage();
        PageCounters pageCounters = counters.openPage(ownTid(), PageLayout.checked(entries), PageKind.PRIVATE);
        return Page.make(pageCounters, () -> {
            SyscallPage page = new SyscallPage(this, entries, null, core, pageCounters, this::unregister);
            serve(page, page.queue(), core);
            return page;
        });
    }

    @Override
    public synchronized SharedPage registerShared(int entries) {
        SyscallCore core = coreForPage();
        PageCounters pageCounters = counters.openPage(0, PageLayout.checked(entries), PageKind.SHARED);
        return Page.make(pageCounters, () -> {
            SharedPage page = new SharedPage(this, entries, null, core, pageCounters, this::unregister);
            serve(page, page.queue(), core);
            return page;
        });
    }

    private SyscallCore coreForPage() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        return cores.stream().filter(core -> !core.isStopping()).findFirst()
                .orElseThrow(() -> new IllegalStateException("the threads of all syscall cores have failed"));
    }

    private void serve(Page page, PageQueue queue, SyscallCore core) {
        if (!core.pages().add(queue)) {
            throw new IllegalStateException("the threads of the syscall core have just failed");
        }
        pages.add(new Served(page, queue));
    }

    @Override
    public Delegate register(DelegatedFunction function) {
        return functions.add(this, function);
    }

    /** A virtual thread has no kernel thread of its own. */
    static int ownTid() {
        return Thread.currentThread().isVirtual() ? 0 : CurrentThread.tid();
    }

    private synchronized void unregister(Page page) {
        for (Served served : pages) {
            if (served.page == page) {
                served.queue.retire();
                cores.forEach(core -> core.pages().remove(served.queue));
            }
        }
        pages.removeIf(served -> served.page == page);
    }

    /** {@return calls taken from pages so far; any thread} */
    public long executed() {
        return cores.stream().mapToLong(SyscallCore::executed).sum();
    }

    /** {@return how often another thread had to take over from one that was stuck in a call; any thread} */
    public long handOffs() {
        // Not by a stream, which would be garbage for those who ask between calls.
        long sum = 0;
        for (int core = 0; core < cores.size(); core++) {
            sum += cores.get(core).watch().handOffs();
        }
        return sum;
    }

    /** {@return how often a core has found work when its sleep ended by itself: 0, or a wake-up was lost} */
    long missedWakeUps() {
        return cores.stream().mapToLong(core -> core.sleep().missed()).sum();
    }

    /** {@return pages that each core serves now, in the order of {@link CoreOptions#cpus}; any thread} */
    public List<Integer> pagesByCore() {
        return cores.stream().map(core -> core.pages().count()).toList();
    }

    /** {@return syscall threads now, of all cores} */
    public int threads() {
        return cores.stream().mapToInt(core -> core.threads().count()).sum();
    }

    /** {@return what has been counted so far; any thread} */
    EngineSnapshot snapshot() {
        return counters.snapshot();
    }

    List<SyscallCore> cores() {
        return cores;
    }

    /** {@return the options it was started with} */
    public CoreOptions options() {
        return options;
    }

    @Override
    public String describe() {
        return "core: syscall threads pinned to CPU " + options.cpus() + ", now " + threads() + ", at most "
                + options.maxThreads() + " each; idle strategy " + options.idle().get().alias()
                + (options.sleepAfter() == null ? "" : ", asleep after " + options.sleepAfter());
    }

    @Override
    public void close() {
        synchronized (this) {
            // Who comes second waits as well, and whoever has waited in vain may try again.
            closed = true;
            pages.forEach(served -> served.page.refuseSubmissions());
        }
        cores.forEach(SyscallCore::stop);
        watch.nudge();
        long deadline = System.nanoTime() + CLOSE_NANOS;
        boolean interrupted = false;
        StringBuilder late = new StringBuilder();
        for (SyscallCore core : cores) {
            boolean isWaiting = true;
            while (isWaiting && !core.hasEnded()) {
                try {
                    isWaiting = core.ended().await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (!core.hasEnded()) {
                core.pages().stopWaiting();
                late.append(late.isEmpty() ? "" : "; ").append("core ").append(core.cpu())
                        .append(" has not ended within ").append(TimeUnit.NANOSECONDS.toMillis(CLOSE_NANOS))
                        .append(" ms; calls under way: ").append(core.watch().describeCalls());
            }
        }
        // The watch ends with the last core.
        watch.nudge();
        counters.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!late.isEmpty()) {
            throw new IllegalStateException(late.toString());
        }
    }
}
