package io.sidecore.syscall;

import static io.sidecore.syscall.EntryLayout.CONTROL;
import static io.sidecore.syscall.EntryLayout.DONE;
import static io.sidecore.syscall.EntryLayout.FREE;
import static io.sidecore.syscall.EntryLayout.RESULT;
import static io.sidecore.syscall.EntryLayout.SUBMITTED;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.syscall.call.Conduct;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.IdleStrategy;

/**
 * A syscall page: the calls that one application thread has in flight (FlexSC, section 3).
 *
 * <p>Used by one thread at a time; hand it over only with a happens-before edge. Submitting and polling neither block nor
 * allocate, and on a {@link CoreEngine} make no system call. Calls of one page start in the order in which they were
 * submitted.
 */
public final class SyscallPage implements SystemCalls {
    /** Returned by a submission when as many calls as the page has entries are in flight; poll, then submit again. */
    public static final long FULL = -1;
    /** Calls in flight at most, unless asked otherwise: the paper's eight pages of 64. */
    public static final int DEFAULT_ENTRIES = 512;

    private final Engine engine;
    private final SharedMemory memory;
    private final long entries;
    private final int mask;
    /** Executes submissions at once on this thread; null where another thread looks at the page. */
    private final EntryExecutor inline;
    /** What the kernel works on, by entry, so that no buffer is collected under it. */
    private final Object[] held;
    private final Arena buffers = Arena.ofAuto();

    private long submitted;
    private long completed;
    private long refused;
    /** No more submissions: the engine is about to end. */
    private volatile boolean closed;
    /** Nothing will be executed any more. Set by the engine, after {@code closed} and after its last call. */
    private volatile boolean ended;

    SyscallPage(Engine engine, int count, EntryExecutor inline) {
        if (count < 64 || count > 32768 || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException(count + " entries: must be a power of two from 64 to 32768");
        }
        this.engine = engine;
        this.memory = SharedMemory.anonymous(RegionKind.SYSCALL_PAGE, (long) count * EntryLayout.LENGTH,
                EntryLayout.LENGTH);
        this.entries = memory.data().address();
        this.mask = count - 1;
        this.inline = inline;
        this.held = new Object[count];
    }

    @Override
    public long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object buffer) {
        Conduct.requireAllowed(number);
        if (closed) {
            throw new IllegalStateException("the engine of this page is closed");
        }
        long token = submitted;
        if (token - completed > mask) {
            refused++;
            return FULL;
        }
        int slot = (int) token & mask;
        long entry = entries + (long) slot * EntryLayout.LENGTH;
        OffHeap.putLong(entry, a0);
        OffHeap.putLong(entry + 8, a1);
        OffHeap.putLong(entry + 16, a2);
        OffHeap.putLong(entry + 24, a3);
        OffHeap.putLong(entry + 32, a4);
        OffHeap.putLong(entry + 40, a5);
        // A reference store costs a card mark; a page's buffer is mostly the same one again.
        if (held[slot] != buffer) {
            held[slot] = buffer;
        }
        long control = EntryLayout.control(number, arguments, SUBMITTED, token);
        // Pairs with the acquire in EntryExecutor: the executor sees the arguments, and what the buffers hold.
        OffHeap.putLongRelease(entry + CONTROL, control);
        submitted = token + 1;
        if (inline != null) {
            inline.execute(entry, control);
        }
        return token;
    }

    /**
     * Takes the results that are there, oldest submission first. Never waits.
     *
     * <p>If the handler throws, the completion it threw on counts as taken and the rest stays for the next call.
     *
     * @param handler receives each result on this thread
     * @param limit   at most so many
     * @return results handed over, 0 if there was none
     */
    public int poll(CompletionHandler handler, int limit) {
        int count = 0;
        while (count < limit && completed != submitted) {
            long token = completed;
            long entry = entries + (token & mask) * EntryLayout.LENGTH;
            // Pairs with the executor's release of DONE.
            long control = OffHeap.getLongAcquire(entry + CONTROL);
            if (EntryLayout.status(control) != DONE) {
                break;
            }
            long result = OffHeap.getLong(entry + RESULT);
            OffHeap.putLongOpaque(entry + CONTROL, EntryLayout.withStatus(control, FREE));
            completed = token + 1;
            count++;
            handler.onCompletion(token, result);
        }
        return count;
    }

    /**
     * Waits until at least one call is done and takes what is there ({@code flexsc_wait}).
     *
     * @param handler receives each result on this thread
     * @param idle    how to wait; reset whenever a result was there
     * @return results handed over; 0 only if nothing is in flight
     * @throws IllegalStateException if the engine has ended without seeing a call that was submitted while it ended
     */
    public int await(CompletionHandler handler, IdleStrategy idle) {
        while (completed != submitted) {
            // Read before polling: what the engine did before it ended is then seen below.
            boolean last = ended;
            int count = poll(handler, Integer.MAX_VALUE);
            if (count > 0) {
                idle.reset();
                return count;
            }
            if (last) {
                throw new IllegalStateException(
                        "the engine has ended; " + inFlight() + " calls in flight will never have a result");
            }
            idle.idle();
        }
        return 0;
    }

    /**
     * Allocates off-heap memory that lives as long as this page or the segment is in use, for buffers.
     *
     * @param bytes     size, zeroed
     * @param alignment power of two, in bytes
     * @return the segment
     */
    public MemorySegment allocate(long bytes, long alignment) {
        return buffers.allocate(bytes, alignment);
    }

    /** {@return calls submitted since creation} */
    public long submitted() {
        return submitted;
    }

    /** {@return results taken since creation} */
    public long completed() {
        return completed;
    }

    /** {@return calls submitted whose results have not been taken} */
    public int inFlight() {
        return (int) (submitted - completed);
    }

    /** {@return how often a submission found the page full} */
    public long full() {
        return refused;
    }

    /** {@return calls in flight at most} */
    public int capacity() {
        return mask + 1;
    }

    /** {@return the engine that executes the calls} */
    public Engine engine() {
        return engine;
    }

    /** {@return the region that holds the entries} */
    public SharedMemory memory() {
        return memory;
    }

    /** No more submissions; called by the engine, from any thread, before it looks for the last ones. */
    void refuseSubmissions() {
        closed = true;
    }

    /** No more results; called by the engine when it has executed what it found. */
    void end() {
        ended = true;
    }

    /** Address of the first entry. */
    long entries() {
        return entries;
    }

    /** Names the call at {@code position}, for the message of an engine that is stuck in it; any thread. */
    String nameOf(long position) {
        long control = OffHeap.getLongAcquire(entries + (position & mask) * EntryLayout.LENGTH + CONTROL);
        return "system call " + EntryLayout.number(control) + ", token " + position;
    }
}
