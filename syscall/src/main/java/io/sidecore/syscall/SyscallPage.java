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
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.agrona.concurrent.IdleStrategy;

/**
 * A syscall page: the calls that one application thread has in flight (FlexSC, section 3).
 *
 * <p>Used by one thread at a time; hand it over only with a happens-before edge. Submitting and polling neither block nor
 * allocate, and on a {@link CoreEngine} make no system call, unless the engine may sleep and does.
 *
 * <p>Calls start in the order in which they were submitted, as far as they do not block, and end in any order. What must wait for earlier
 * calls says so, by {@link #thenOnSameDescriptor} or {@link #barrier}; {@code close}, {@code dup2} and {@code dup3} wait for all earlier calls of
 * this page on the descriptors that they name.
 *
 * <p>A token grows from call to call; {@link #slot} tells which entry it is in, for arrays of one's own, {@link #sequence} the how many-th call it is.
 */
public final class SyscallPage extends Page implements SystemCalls {
    /** Returned by a submission when as many calls as the page has entries are in flight; poll, then submit again. */
    public static final long FULL = -1;
    /** Calls in flight at most, unless asked otherwise: the paper's eight pages of 64. */
    public static final int DEFAULT_ENTRIES = 512;

    /** One call in so many is timed, or in twice as many as the page has entries: only one at a time. */
    private static final int SAMPLING_INTERVAL = 1024;
    /** Calls between two stores of their number in the counters, if there is always something to take. */
    private static final int PUBLISH_INTERVAL = 64;
    private static final int SLOT_BITS = 16;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    private final long header;
    private final long entries;
    private final long sampleMask;
    /** Executes submissions at once on this thread; null where another thread looks at the page. */
    private final EntryExecutor inline;
    /** Nothing is to be done for a submission but to store it. */
    private final boolean isLookedAtOnly;
    /**
     * Which entry each call is in: entries are given out in the order in which they became free, as long as calls end in order round and round.
     *
     * <pre>
     *   positions:  | in flight, in order of submission | free, the next one first |
     *               ^ head                              ^ tail                     ^ end
     * </pre>
     */
    private final int[] order;
    /** What the kernel works on, by entry, so that no buffer is collected under it. */
    private final Object[] held;
    private final long[] attachments;
    private final AsideResults asideResults;
    private final IntConsumer free = this::free;
    /** Null until there is one. */
    private Deadlines deadlines;
    private final Cancellations cancellations;

    /** Position of the oldest call that has not been passed, of the next submission, and behind the last free entry. */
    private long head;
    private long tail;
    private long end;
    private long completed;
    private long refused;
    /** Sum of calls submitted and completed when the counters were stored last. */
    private long published;
    private long polls;
    /** For the next submission. */
    private long flags;
    @SuppressWarnings("unused")
    private long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /** Either {@code inline} or {@code core} is null. */
    SyscallPage(Engine engine, int entries, EntryExecutor inline, SyscallCore core, PageCounters counters,
            Consumer<Page> unregister) {
        int slots = PageLayout.privateSlots(entries);
        super(engine, core, RegionKind.SYSCALL_PAGE, entries, slots, counters, unregister);
        this.header = memory().region().address();
        this.entries = memory().data().address();
        this.inline = inline;
        this.isLookedAtOnly = inline == null && (core == null || !core.maySleep());
        this.sampleMask = Math.max(SAMPLING_INTERVAL, 2 * entries) - 1;
        this.order = new int[Integer.highestOneBit(slots) << 1];
        for (int slot = 0; slot < slots; slot++) {
            order[slot] = slot;
        }
        this.end = slots;
        this.held = new Object[slots];
        this.attachments = new long[slots];
        this.asideResults = new AsideResults(header, this.entries, slots);
        this.cancellations = new Cancellations(header, this.entries + PageLayout.entriesLength(slots));
    }

    @Override
    public long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object holds) {
        if ((number & ~0xFFFF) != 0 || Conduct.isRefused(Conduct.of(number))) {
            flags = 0;
            Conduct.requireAllowed(number);
        }
        return enter(number, arguments, a0, a1, a2, a3, a4, a5, holds);
    }

    /**
     * Lets the syscall core compute a registered function.
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
     */
    public long call(Delegate function, int arguments, long a0, long a1, long a2, long a3, long a4, long a5) {
        return enter(function.number(), function.count(engine(), arguments), a0, a1, a2, a3, a4, a5, null);
    }

    private long enter(int number, int count, long a0, long a1, long a2, long a3, long a4, long a5, Object holds) {
        if (isClosed()) {
            throw closedException();
        }
        long sequence = tail;
        // One entry more, as every submission names the next.
        if (end - sequence <= 1 && !hasRoomBehindUntaken()) {
            return refuse();
        }
        int slot = slotAt(sequence);
        long entry = entries + (long) slot * EntryLayout.LENGTH;
        EntryLayout.putArguments(entry, count & EntryLayout.ARGUMENTS, a0, a1, a2, a3, a4, a5);
        OffHeap.putLong(entry + RESULT, slotAt(sequence + 1));
        // A reference store costs a card mark; a page's buffer is mostly the same one again.
        if (held[slot] != holds) {
            held[slot] = holds;
        }
        int all = flags != 0 || (sequence & sampleMask) == 0 ? count | takeFlags(sequence) : count;
        long control = EntryLayout.control(number, all, SUBMITTED, (int) sequence);
        // Pairs with the acquire in PrivatePageQueue.fill: the executor sees the arguments, and what the buffers hold.
        OffHeap.putLongRelease(entry + CONTROL, control);
        tail = sequence + 1;
        if (isLookedAtOnly) {
            return token(sequence, slot);
        }
        return serve(entry, control, token(sequence, slot));
    }

    private long serve(long entry, long control, long token) {
        if (inline != null) {
            inline.execute(entry, control);
            // The call may take long, and this page, its engine and the memory of both be unreachable meanwhile.
            Reference.reachabilityFence(this);
        } else if (wakeCore()) {
            counters.wakeUp();
        }
        return token;
    }

    /** Lets calls that are done, and not taken, no longer hold back the entries of later ones that are: frees those. */
    private boolean hasRoomBehindUntaken() {
        while (head != tail) {
            int slot = slotAt(head);
            long entry = entries + (long) slot * EntryLayout.LENGTH;
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            int status = EntryLayout.status(control);
            if (status == DONE) {
                OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, DONE | ASIDE));
                asideResults.keep(slot, token(head, slot));
                head++;
            } else if (!passUnfinished(head, slot, control, status)) {
                break;
            }
        }
        asideResults.removeTaken(free);
        return end - tail > 1;
    }

    private long refuse() {
        // What was asked for is asked for again with the next attempt.
        flags = 0;
        refused++;
        counters.full(refused);
        PageFull.emit(number(), capacity());
        return FULL;
    }

    private int takeFlags(long sequence) {
        int taken = (int) flags;
        flags = 0;
        if ((sequence & sampleMask) == 0) {
            OffHeap.putLong(header + PageLayout.STAMP, System.nanoTime());
            taken |= EntryLayout.SAMPLED;
        }
        return taken;
    }

    /**
     * Makes the next call that is submitted, or refused, start only when all earlier calls of this page on the same
     * descriptors are final.
     *
     * @return this page
     */
    public SyscallPage thenOnSameDescriptor() {
        flags |= EntryLayout.THEN_ON_SAME_DESCRIPTOR;
        return this;
    }

    /**
     * Makes the next call that is submitted, or refused, start only when all earlier calls of this page are final, and all later
     * ones when it is.
     *
     * @return this page
     */
    public SyscallPage barrier() {
        flags |= EntryLayout.BARRIER;
        return this;
    }

    /**
     * Takes the results that are there: of calls that ended in order, the oldest first, and of those that were set aside or had to be kept when the
     * page was full, in the order in which that was; which of the two first, in turns. Never waits. Costs the same however many calls are in
     * flight. Gives up calls whose deadline has passed.
     *
     * <p>If the handler throws, the completion it threw on counts as taken and the rest stays for the next call.
     *
     * @param handler receives each result on this thread
     * @param limit   at most so many
     * @return results handed over, 0 if there was none
     * @throws IllegalStateException if the page's entries have been overwritten; some results are lost
     */
    public int poll(CompletionHandler handler, int limit) {
        int count = 0;
        polls++;
        if (!asideResults.isEmpty() && (polls & 1) != 0) {
            // Otherwise a small limit would leave them for ever.
            count = pollAside(handler, limit);
        }
        while (count < limit && head != tail) {
            long sequence = head;
            int slot = slotAt(sequence);
            long entry = entries + (long) slot * EntryLayout.LENGTH;
            // Pairs with the engine's release of DONE.
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            int status = EntryLayout.status(control);
            if (status == DONE) {
                long result = take(slot, entry, control);
                head++;
                free(slot);
                count++;
                handler.onCompletion(token(sequence, slot), result);
            } else if (!passUnfinished(sequence, slot, control, status)) {
                break;
            }
        }
        if (!asideResults.isEmpty() && count < limit) {
            count += pollAside(handler, limit - count);
        }
        if (deadlines != null && !deadlines.isEmpty()) {
            giveUpLate();
        }
        if (count == 0 ? completed + tail != published : completed + tail - published >= 2 * PUBLISH_INTERVAL) {
            publish();
        }
        return count;
    }

    private void publish() {
        published = completed + tail;
        counters.submitted(tail);
        counters.reaped(completed);
    }

    private int slotAt(long position) {
        return order[(int) position & order.length - 1];
    }

    private void free(int slot) {
        order[(int) end++ & order.length - 1] = slot;
    }

    /** Whether the oldest call need not be waited for here. */
    private boolean passUnfinished(long sequence, int slot, long control, int status) {
        if (status == FREE) {
            head++;
            free(slot);
        } else if ((status & ASIDE) != 0) {
            asideResults.pass(slot, token(sequence, slot));
            head++;
        } else if (status == SUBMITTED && isEnded()) {
            long last = OffHeap.getLongAcquire(entries + (long) slot * EntryLayout.LENGTH + CONTROL);
            if (EntryLayout.status(last) == SUBMITTED) {
                abandon(slot, last);
            }
        } else {
            return false;
        }
        return true;
    }

    /** The engine has ended without seeing the call. */
    private void abandon(int slot, long control) {
        long entry = entries + (long) slot * EntryLayout.LENGTH;
        OffHeap.putLong(entry + RESULT, -Errno.ECANCELED);
        OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, DONE));
    }

    private long take(int slot, long entry, long control) {
        long result = OffHeap.getLong(entry + RESULT);
        int left = EntryLayout.status(control) & ASIDE;
        OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, FREE | left));
        completed++;
        if (cancellations.isUsed()) {
            cancellations.clear(slot);
        }
        return result;
    }

    private int pollAside(CompletionHandler handler, int limit) {
        int count = 0;
        int slot;
        while ((slot = asideResults.first()) != PageQueue.NONE) {
            long entry = entries + (long) slot * EntryLayout.LENGTH;
            // Pairs with the engine's release of DONE.
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            boolean isTaken = asideResults.isTaken(EntryLayout.status(control));
            if (!isTaken && count == limit) {
                break;
            }
            asideResults.removeFirst(isTaken);
            long result = isTaken ? 0 : take(slot, entry, control);
            long token = asideResults.forget(slot);
            if (token != AsideResults.NOT_PASSED) {
                free(slot);
            } else {
                token = token(head + (EntryLayout.token(control) - (int) head), slot);
                // When it comes to be passed, the entry is free.
                OffHeap.putLongOpaque(entry + CONTROL, withStatus(control, FREE));
            }
            if (!isTaken) {
                count++;
                handler.onCompletion(token, result);
            }
        }
        return count;
    }

    /** Frees the entries of calls whose results have been taken one by one. */
    private void tidy() {
        while (head != tail) {
            int slot = slotAt(head);
            long control = OffHeap.getLongOpaque(entries + (long) slot * EntryLayout.LENGTH + CONTROL);
            int status = EntryLayout.status(control);
            if (status == DONE || !passUnfinished(head, slot, control, status)) {
                break;
            }
        }
        if (!asideResults.isEmpty()) {
            pollAside(null, 0);
        }
    }

    /**
     * Waits until at least one call is done and takes what is there ({@code flexsc_wait}).
     *
     * @param handler receives each result on this thread
     * @param idle    how to wait; reset whenever a result was there
     * @return results handed over; 0 only if nothing is in flight
     * @throws IllegalStateException if the engine has ended and a call is still stuck in the kernel
     */
    public int await(CompletionHandler handler, IdleStrategy idle) {
        boolean hasWaited = false;
        while (inFlight() > 0) {
            // Read before polling: what the engine did before it gave up is then seen below.
            boolean last = isEnded() || isStuck();
            int count = poll(handler, Integer.MAX_VALUE);
            if (count > 0) {
                idle.reset();
                return count;
            }
            if (last) {
                throw stuck();
            }
            if (!hasWaited) {
                hasWaited = true;
                counters.waited();
            }
            idle.idle();
        }
        return 0;
    }

    /**
     * Waits for one call, whatever else is done, and takes its result; the others' stay for {@code poll}.
     *
     * @param token of a call in flight
     * @param idle  how to wait; reset at the end
     * @return the call's result
     * @throws IllegalArgumentException if no such call is in flight
     * @throws IllegalStateException    if the engine has ended and the call is still stuck in the kernel
     */
    public long await(long token, IdleStrategy idle) {
        int slot = requireInFlight(token);
        long entry = entries + (long) slot * EntryLayout.LENGTH;
        boolean hasWaited = false;
        while (true) {
            boolean last = isEnded();
            // Pairs with the engine's release of DONE.
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            int status = EntryLayout.status(control);
            if ((status & ~ASIDE) == DONE) {
                idle.reset();
                long result = take(slot, entry, control);
                if ((status & ASIDE) != 0) {
                    asideResults.takenEarly();
                }
                tidy();
                if (completed == tail || completed + tail - published >= 2 * PUBLISH_INTERVAL) {
                    publish();
                }
                return result;
            }
            if (last && status == SUBMITTED) {
                abandon(slot, control);
            } else if (last || isStuck()) {
                throw stuck();
            } else {
                if (deadlines != null && !deadlines.isEmpty()) {
                    giveUpLate();
                }
                if (!hasWaited) {
                    hasWaited = true;
                    counters.waited();
                }
                idle.idle();
            }
        }
    }

    private IllegalStateException stuck() {
        return new IllegalStateException(
                "the engine has ended; " + inFlight() + " calls are still stuck in the kernel, or behind one that is");
    }

    /** Returns which entry the call is in. */
    int requireInFlight(long token) {
        int slot = slot(token);
        if (token < 0 || slot > capacity() || !isInFlight(token, slot)) {
            throw new IllegalArgumentException("no call with token " + token + " is in flight");
        }
        return slot;
    }

    private boolean isInFlight(long token, int slot) {
        long control = OffHeap.getLongOpaque(entries + (long) slot * EntryLayout.LENGTH + CONTROL);
        return EntryLayout.token(control) == (int) sequence(token)
                && (EntryLayout.status(control) & ~ASIDE) != FREE;
    }

    /**
     * Gives a call up. It stays in flight until it is final: with {@code -ECANCELED} if it had not begun, or was waiting and could be
     * interrupted; else with the kernel's result. Its buffers are the kernel's until then.
     *
     * @param token of the call
     * @return false if no such call is in flight, or it is done already, or it runs on this very thread, of a {@link DirectEngine}
     */
    public boolean cancel(long token) {
        int slot = slot(token);
        if (token < 0 || slot > capacity() || !isInFlight(token, slot)) {
            return false;
        }
        int status = EntryLayout.status(OffHeap.getLongAcquire(entries + (long) slot * EntryLayout.LENGTH + CONTROL));
        if ((status & ~ASIDE) == DONE) {
            return false;
        }
        // On the submitter's own thread nobody could interrupt it.
        if (core() == null) {
            return false;
        }
        if (cancellations.set(slot, (int) sequence(token))) {
            counters.cancel();
            core().onCancel();
        }
        return true;
    }

    /**
     * Gives a call up at a point in time, if it is not final by then. Noticed by {@code poll} and {@code await}. A call has one such time, that
     * which was told last. The first one told to a page allocates, the others do not.
     *
     * @param token    of a call in flight
     * @param nanoTime as of {@link System#nanoTime}
     * @throws IllegalArgumentException if no such call is in flight
     */
    public void cancelAt(long token, long nanoTime) {
        int slot = requireInFlight(token);
        if (deadlines == null) {
            deadlines = new Deadlines(held.length);
        }
        deadlines.set(slot, nanoTime, token);
    }

    private void giveUpLate() {
        long now = System.nanoTime();
        for (long token; (token = deadlines.takePassed(now)) >= 0;) {
            cancel(token);
        }
    }

    /**
     * Keeps a number with a call, for its completion.
     *
     * @param token of a call in flight
     * @param data  any number
     */
    public void attach(long token, long data) {
        attachments[slot(token)] = data;
    }

    /**
     * The number that was attached to a call.
     *
     * @param token of a call in flight, or in its completion handler
     * @return the number; that of an earlier call if none was attached
     */
    public long attachment(long token) {
        return attachments[slot(token)];
    }

    /**
     * Which entry a call is in.
     *
     * @param token of the call
     * @return from 0 to {@link #capacity()}, that one included; no two calls in flight have the same
     */
    public static int slot(long token) {
        return (int) token & SLOT_MASK;
    }

    /**
     * Which call of its page it is.
     *
     * @param token of the call
     * @return 0 for the first one that was submitted, 1 for the next, and so on; begins anew after 2^47 calls
     */
    public static long sequence(long token) {
        return token >>> SLOT_BITS;
    }

    static long token(long sequence, int slot) {
        // Without the bits that do not fit: a token is never negative.
        return sequence << SLOT_BITS + 1 >>> 1 | slot;
    }

    /** {@return calls submitted since creation} */
    public long submitted() {
        return tail;
    }

    /** {@return results taken since creation} */
    public long completed() {
        return completed;
    }

    /** {@return calls submitted whose results have not been taken} */
    public int inFlight() {
        return (int) (tail - completed);
    }

    /** {@return how often a submission found the page full} */
    public long full() {
        return refused;
    }

    /**
     * Ends the page: gives up what is in flight, waits for it, and drops the results. For the owner; idempotent.
     *
     * @throws IllegalStateException if a call cannot be interrupted and has not returned within 5 s; the page can be closed again later
     */
    @Override
    public void close() {
        close((token, result) -> {});
    }

    /** The same, with the results. */
    void close(CompletionHandler last) {
        refuseSubmissions();
        for (long position = head; position != tail; position++) {
            cancel(token(position, slotAt(position)));
        }
        for (long token : asideResults.passed()) {
            cancel(token);
        }
        long start = System.nanoTime();
        while (inFlight() > 0) {
            boolean hasEnded = isEnded() || isStuck();
            if (poll(last, Integer.MAX_VALUE) == 0) {
                if (hasEnded || System.nanoTime() - start > CLOSE_NANOS) {
                    throw holdsUp(inFlight());
                }
                Thread.onSpinWait();
            }
        }
        publish();
        leave();
    }

    @Override
    PageQueue queue() {
        return new PrivatePageQueue(this, memory(), PageLayout.privateSlots(capacity()));
    }
}
