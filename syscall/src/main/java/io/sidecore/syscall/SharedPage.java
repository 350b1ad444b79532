package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.ASIDE;
import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.FREE;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;
import static io.sidecore.syscall.EntryLayout.withStatus;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.counters.PageCounters;
import io.sidecore.syscall.event.PageFull;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * A syscall page that any thread may submit to, platform or virtual: for threads that are too many, or make too few calls, to have a
 * {@link SyscallPage} each. All methods may be called from any thread, and none takes a lock.
 *
 * <p>A submission costs two compare-and-sets on words that all submitters share, and taking a result two more, where a page of one's own needs none.
 *
 * <pre>
 *   submitter:  free entry -> filled, SUBMITTED -> pushed on the stack of submissions
 *   core:                                          takes the whole stack, turns it over, executes -> DONE
 *   taker:                                                                                            DONE -> FREE -> free entry
 * </pre>
 *
 * <p>Each result is taken once, by the thread that asks for its token; who that is does not matter. There is no {@code poll} for whatever is done:
 * a thread would get others' results. Results that are not taken keep their entries.
 *
 * <p>Calls start in the order in which they were pushed, as far as they do not block, so those of one thread start in its order; they end in
 * any order. {@code close}, {@code dup2} and {@code dup3} wait for all earlier calls of this page, of whatever thread, on the descriptors that they
 * name; other calls do so through {@link #thenOnSameDescriptor}. There is no barrier, as it would hold up the calls of threads that know nothing of it.
 *
 * <p>For futures, let a virtual thread await each call: {@code CompletableFuture.supplyAsync(() -> page.await(token, idle), virtualThreads)}.
 *
 * <p>On virtual threads, wait by parking, as {@code SleepingIdleStrategy} does, for results and for a free entry. The JDK's scheduler takes threads
 * that yield from each carrier's own queue, and looks at the others only when that is empty: yielding threads can keep one that has its result
 * from ever running again.
 */
public final class SharedPage extends Page implements SystemCalls {
    /** Returned by a submission when no entry is free: take results, then submit again. */
    public static final long FULL = SyscallPage.FULL;
    /** Calls in flight at most, unless asked otherwise. */
    public static final int DEFAULT_ENTRIES = SyscallPage.DEFAULT_ENTRIES;
    /** Returned instead of a result when there is none yet; no call's result, see {@link DelegatedFunction#apply}. */
    public static final long PENDING = Long.MIN_VALUE + 1;

    /** So many that a token is never negative. */
    private static final long LAST_GENERATION = -1L >>> 17;
    private static final long CLOSE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final long entries;
    private final long submissions;
    private final FreeSlots free;
    /** By entry, executes its submissions at once; null where another thread looks at the page. Who holds an entry, has its executor to himself. */
    private final EntryExecutor[] inline;
    private final Functions functions;
    private final boolean maySleep;
    /** What the kernel works on, by entry, so that no buffer is collected under it. */
    private final Object[] held;
    /** How many calls each entry has had. The upper bits of a token; the lower half of it is in the entry, too. */
    private final long[] generations;
    /** How many results have been taken from each entry; for the counters. */
    private final long[] taken;
    private final Cancellations cancellations;
    private final OrderedCalls ordered = new OrderedCalls(this);
    private final LongAdder refused = new LongAdder();

    /** Either {@code inline}, what to execute calls with at once, or {@code core} is null. */
    SharedPage(Engine engine, int entries, Functions inline, SyscallCore core, PageCounters counters,
            Consumer<Page> unregister) {
        super(engine, core, RegionKind.SHARED_SYSCALL_PAGE, entries, entries, counters, unregister);
        long header = memory().region().address();
        this.entries = memory().data().address();
        this.submissions = header + PageLayout.SUBMISSIONS;
        this.free = new FreeSlots(header + PageLayout.FREE_SLOTS, this.entries, entries);
        this.functions = inline;
        this.inline = inline == null ? null : new EntryExecutor[entries];
        this.maySleep = core != null && core.maySleep();
        this.held = new Object[entries];
        this.generations = new long[entries];
        this.taken = new long[entries];
        this.cancellations = new Cancellations(header, this.entries + PageLayout.entriesLength(entries));
    }

    /**
     * {@inheritDoc}
     *
     * <p>What the calling thread did before happens before the call's execution, and that before {@link #tryTake} or {@link #await} returns its result.
     *
     * @throws IllegalStateException if this page, or its engine, is closed
     */
    @Override
    public long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object holds) {
        Conduct.requireAllowed(number);
        return enter(number, arguments, a0, a1, a2, a3, a4, a5, holds);
    }

    /**
     * Lets the engine compute a registered function. On a {@link DirectEngine} that is on the calling thread, beside others.
     *
     * @param function  of this page's engine
     * @param arguments how many of the following count, 0 to 6; the function gets 0 for the others
     * @param a0        first argument
     * @param a1        second argument
     * @param a2        third argument
     * @param a3        fourth argument
     * @param a4        fifth argument
     * @param a5        sixth argument
     * @return token, or {@link #FULL}; the result is the function's, or {@link DelegatedFunction#THREW}
     * @throws IllegalArgumentException if the function is another engine's, or the number of arguments out of range
     * @throws IllegalStateException    if this page, or its engine, is closed
     */
    public long call(Delegate function, int arguments, long a0, long a1, long a2, long a3, long a4, long a5) {
        return enter(function.number(), function.count(engine(), arguments), a0, a1, a2, a3, a4, a5, null);
    }

    /** {@code count}: of the arguments, and flags. */
    long enter(int number, int count, long a0, long a1, long a2, long a3, long a4, long a5, Object holds) {
        if (isClosed()) {
            throw closedException();
        }
        int slot = free.take();
        if (slot == PageQueue.NONE) {
            refused.increment();
            PageFull.emit(number(), capacity());
            return FULL;
        }
        long entry = entry(slot);
        EntryLayout.putArguments(entry, count & EntryLayout.ARGUMENTS, a0, a1, a2, a3, a4, a5);
        if (held[slot] != holds) {
            held[slot] = holds;
        }
        long generation = generations[slot] + 1 & LAST_GENERATION;
        generations[slot] = generation;
        long control = EntryLayout.control(number, count, SUBMITTED, (int) generation);
        // Pairs with the acquire in SharedPageQueue.takeAll, and in tryTake: whoever sees the call sees its arguments and its generation.
        OffHeap.putLongRelease(entry + CONTROL, control);
        if (inline != null) {
            executor(slot).execute(entry, control);
        } else if (!EntryStack.push(submissions, slot, entry + RESULT)) {
            // Nobody has seen it but close, which waits for this.
            OffHeap.putLongRelease(entry + CONTROL, withStatus(control, FREE));
            giveBack(slot);
            throw closedException();
        } else if (maySleep) {
            wakeCore();
        }
        Reference.reachabilityFence(this);
        return SyscallPage.token(generation, slot);
    }

    private EntryExecutor executor(int slot) {
        EntryExecutor executor = inline[slot];
        if (executor == null) {
            executor = new EntryExecutor(functions);
            inline[slot] = executor;
        }
        return executor;
    }

    private long entry(int slot) {
        return entries + (long) slot * EntryLayout.LENGTH;
    }

    /**
     * Submits calls each of which starts only when all earlier ones of this page on the same descriptors are final. Earlier are those of the same
     * thread, and those whose submission has returned, as far as this thread can know.
     *
     * @return the same calls with that condition; always the same object, for any thread
     */
    public OrderedCalls thenOnSameDescriptor() {
        return ordered;
    }

    /**
     * Takes a call's result if it is there. Never waits. The call's entry is free then, and its token void.
     *
     * @param token of the call
     * @return the result, or {@link #PENDING}
     * @throws IllegalArgumentException if there is no such call any more: its result has been taken, perhaps by another thread
     */
    public long tryTake(long token) {
        int slot = SyscallPage.slot(token);
        if (token < 0 || slot >= capacity()) {
            throw isUnknown(token);
        }
        long entry = entry(slot);
        while (true) {
            // Read before the status: what the engine did before it ended is then seen below.
            boolean last = isEnded();
            // Pairs with the engine's release of DONE.
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            int status = EntryLayout.status(control);
            if (!isOf(token, slot, control)) {
                throw isUnknown(token);
            }
            boolean isDone = (status & ~ASIDE) == DONE;
            if (!isDone && !(last && status == SUBMITTED)) {
                return PENDING;
            }
            // Of several takers, one comes through. From here on the entry is this thread's.
            if (OffHeap.compareAndSetLong(entry + CONTROL, control, withStatus(control, FREE))) {
                long result = isDone ? OffHeap.getLong(entry + RESULT) : -Errno.ECANCELED;
                taken[slot]++;
                giveBack(slot);
                Reference.reachabilityFence(this);
                return result;
            }
        }
    }

    /** Whether an entry holds that very call; {@code control} was read with acquire order. */
    private boolean isOf(long token, int slot, long control) {
        long generation = SyscallPage.sequence(token);
        // The entry knows half of the generation; if the other half is another call's, it is that of a later one.
        return EntryLayout.token(control) == (int) generation && EntryLayout.status(control) != FREE
                && generations[slot] == generation;
    }

    private void giveBack(int slot) {
        if (cancellations.isUsed()) {
            cancellations.clear(slot);
        }
        free.giveBack(slot);
    }

    private static IllegalArgumentException isUnknown(long token) {
        return new IllegalArgumentException(token == FULL
                ? "FULL is no token: the page had no free entry"
                : "no call with token " + token + " is in flight: its result has been taken, or there never was one");
    }

    /**
     * Waits for a call, and takes its result.
     *
     * @param token of the call
     * @param idle  how to wait, this thread's own; reset at the end. On a virtual thread: one that parks, see above
     * @return the result
     * @throws IllegalArgumentException if there is no such call any more: its result has been taken, perhaps by another thread
     * @throws IllegalStateException    if the engine has ended and the call is still stuck in the kernel
     */
    public long await(long token, IdleStrategy idle) {
        return await(token, idle, false, 0);
    }

    /**
     * Waits for a call, and gives it up at a point in time if it is not final by then; see {@link #cancel} for what it ends with. Takes its result.
     *
     * @param token    of the call
     * @param idle     how to wait, as above
     * @param nanoTime as of {@link System#nanoTime}
     * @return the result: {@code -ECANCELED} if the time has come before the call was final, and it could be given up
     * @throws IllegalArgumentException if there is no such call any more: its result has been taken, perhaps by another thread
     * @throws IllegalStateException    if the engine has ended and the call is still stuck in the kernel
     */
    public long awaitUntil(long token, IdleStrategy idle, long nanoTime) {
        return await(token, idle, true, nanoTime);
    }

    private long await(long token, IdleStrategy idle, boolean isLimited, long nanoTime) {
        boolean mayBeLate = isLimited;
        while (true) {
            boolean last = isEnded() || isStuck();
            long result = tryTake(token);
            if (result != PENDING) {
                idle.reset();
                return result;
            }
            if (last) {
                throw new IllegalStateException(
                        "the engine has ended; the call with token " + token + " is still stuck in the kernel");
            }
            if (mayBeLate && System.nanoTime() - nanoTime >= 0) {
                mayBeLate = false;
                cancel(token);
            }
            idle.idle();
        }
    }

    /**
     * Gives a call up. It stays in flight until it is final: with {@code -ECANCELED} if it had not begun, or was waiting and could be
     * interrupted; else with the kernel's result. Its buffers are the kernel's until then, and its result is still to be taken.
     *
     * @param token of the call
     * @return false if there is no such call any more, or it is done, or nobody could interrupt it as it runs on its submitter's thread
     */
    public boolean cancel(long token) {
        int slot = SyscallPage.slot(token);
        if (core() == null || token < 0 || slot >= capacity()) {
            return false;
        }
        // Pairs with the release of SUBMITTED.
        long control = OffHeap.getLongAcquire(entry(slot) + CONTROL);
        boolean isUnderWay = isOf(token, slot, control) && (EntryLayout.status(control) & ~ASIDE) != DONE;
        if (isUnderWay && cancellations.set(slot, EntryLayout.token(control))) {
            core().onCancel();
        }
        Reference.reachabilityFence(this);
        return isUnderWay;
    }

    /**
     * Which entry a call is in.
     *
     * @param token of the call
     * @return from 0 to {@link #capacity()} - 1; no two calls in flight have the same
     */
    public static int slot(long token) {
        return SyscallPage.slot(token);
    }

    /** {@return calls submitted whose results have not been taken; looks at each entry, a snapshot} */
    public int inFlight() {
        int count = 0;
        for (int slot = 0; slot < capacity(); slot++) {
            if (EntryLayout.status(OffHeap.getLongOpaque(entry(slot) + CONTROL)) != FREE) {
                count++;
            }
        }
        Reference.reachabilityFence(this);
        return count;
    }

    /** {@return how often a submission found the page full} */
    public long full() {
        return refused.sum();
    }

    @Override
    void publishCounters() {
        counters.totals(sum(generations), sum(taken), refused.sum());
    }

    /** Each is written by whoever has the entry to himself; a snapshot. */
    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    @Override
    void end() {
        // First: a submission that has begun either is on the stack, and ends by tryTake, or fails.
        EntryStack.seal(submissions);
        super.end();
    }

    /**
     * Ends the page: takes no more submissions, gives up what is in flight, and waits for it. A submission that comes while this method runs is
     * executed, given up, or refused by an exception. The results can still be taken, and those who await them get them. Idempotent.
     *
     * @throws IllegalStateException if a call cannot be interrupted and has not returned within 5 s; the page can be closed again later
     */
    @Override
    public void close() {
        refuseSubmissions();
        long start = System.nanoTime();
        while (true) {
            boolean last = isEnded();
            boolean isSealed = EntryStack.sealIfEmpty(submissions);
            int unfinished = giveUpUnfinished(last);
            if (isSealed && unfinished == 0) {
                break;
            }
            if (unfinished > 0 && (last || isStuck()) || System.nanoTime() - start > CLOSE_NANOS) {
                throw holdsUp(unfinished);
            }
            LockSupport.parkNanos(CLOSE_PAUSE_NANOS);
        }
        leave();
    }

    /** Returns how many calls are not final. If the engine has ended, those that it has not begun are. */
    private int giveUpUnfinished(boolean hasEnded) {
        int count = 0;
        for (int slot = 0; slot < capacity(); slot++) {
            long control = OffHeap.getLongAcquire(entry(slot) + CONTROL);
            int status = EntryLayout.status(control);
            boolean isFinal = (status & ~ASIDE) == DONE || status == FREE || hasEnded && status == SUBMITTED;
            if (!isFinal) {
                count++;
                if (core() != null && cancellations.set(slot, EntryLayout.token(control))) {
                    core().onCancel();
                }
            }
        }
        return count;
    }

    @Override
    PageQueue queue() {
        return new SharedPageQueue(this, memory(), capacity());
    }
}
