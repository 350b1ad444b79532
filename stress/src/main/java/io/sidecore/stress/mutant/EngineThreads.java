package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.KilledHere;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import io.sidecore.syscall.DelegatedFunction;

/** Threads, clock and kernel of an engine in a round: its threads are slots of the schedule, its clock goes on when it is looked at, and the kernel is the harness. */
public final class EngineThreads {
    private static final long TICK_NANOS = 20_000;
    /** Who sleeps longer does so until he is woken: time limits would hide what is lost. */
    private static final long LONGEST_NANOS = 500_000_000;

    private static final List<EngineThreads> ALL = new ArrayList<>();
    private static final Map<Thread, EngineThreads> BY_THREAD = new IdentityHashMap<>();
    private static final ThreadLocal<EngineThreads> CURRENT = new ThreadLocal<>();
    private static DelegatedFunction kernel;
    private static long now;
    private static int holds;

    private final Runnable body;
    private final long place;
    private boolean hasPermit;

    private EngineThreads(Runnable body) {
        this.body = body;
        this.place = -1 - ALL.size();
    }

    /**
     * A round is about to begin.
     *
     * @param calls the kernel
     */
    public static void begin(DelegatedFunction calls) {
        ALL.clear();
        BY_THREAD.clear();
        kernel = calls;
        now = 0;
        holds = 0;
    }

    /** {@return what the threads that have been made since do} */
    public static List<Runnable> bodies() {
        return ALL.stream().<Runnable>map(thread -> thread::run).toList();
    }

    static void holds() {
        holds++;
    }

    /** A call that ends when the watch is about to take the role from its thread, or soon. */
    public static void block(int most) {
        int before = holds;
        for (int i = 0; i < most && holds == before; i++) {
            Failpoints.pause();
        }
    }

    private void run() {
        CURRENT.set(this);
        body.run();
    }

    public static Thread unstarted(Object builder, Runnable body) {
        Thread thread = ((Thread.Builder.OfPlatform) builder).unstarted(body);
        EngineThreads added = new EngineThreads(body);
        ALL.add(added);
        BY_THREAD.put(thread, added);
        return thread;
    }

    public static void start(Thread thread) {
        if (Memory.isActive()) {
            throw new IllegalStateException("a thread is started in the middle of a round: " + thread);
        }
    }

    public static void park(Object blocker) {
        EngineThreads self = CURRENT.get();
        Failpoints.pause();
        if (self.hasPermit) {
            self.hasPermit = false;
        } else {
            Failpoints.sleep(self.place);
            self.hasPermit = false;
        }
    }

    public static void unpark(Thread thread) {
        EngineThreads woken = BY_THREAD.get(thread);
        woken.hasPermit = true;
        if (Memory.isActive()) {
            Failpoints.wake(woken.place);
        }
    }

    public static void parkNanos(Object blocker, long nanos) {
        if (nanos > LONGEST_NANOS) {
            park(blocker);
        } else {
            parkNanos(nanos);
        }
    }

    public static void parkNanos(long nanos) {
        now += nanos;
        Failpoints.pause();
    }

    /** A syscall thread has met an error: it is the round's. */
    public static void fail(Object core, Object thread, Throwable reason) {
        if (reason instanceof KilledHere over) {
            throw over;
        }
        throw new Violation("a syscall thread has met an error", reason);
    }

    public static void yield() {
        Failpoints.pause();
    }

    public static void onSpinWait() {
        Failpoints.pause();
    }

    public static long nanoTime() {
        return now += TICK_NANOS;
    }

    public static long kernel(Object calls, int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        return kernel.apply(a0, a1, a2, a3, a4, a5);
    }
}
