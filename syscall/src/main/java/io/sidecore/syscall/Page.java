package io.sidecore.syscall;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.syscall.counters.PageCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What both kinds of pages have: entries in a region of their own, an engine that executes them, and the way to their end. All methods: any
 * thread.
 */
abstract sealed class Page extends Padding implements AutoCloseable permits SyscallPage, SharedPage {
    /** How long a close waits for calls that are stuck. */
    static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    final PageCounters counters;
    private final Engine engine;
    private final SharedMemory memory;
    private final int capacity;
    private final Arena buffers = Arena.ofAuto();
    private final Consumer<Page> unregister;
    /** The core that looks at the page; null if calls are executed inline. */
    private volatile SyscallCore core;
    /** No more submissions: the page is closed, or the engine is about to end. */
    private volatile boolean closed;
    /** Nothing will be executed any more. Set by the engine, after {@code closed} and after its last call. */
    private volatile boolean ended;
    /** A call cannot be interrupted, and the engine has stopped waiting for it. */
    private volatile boolean isStuck;

    /** {@code core} is null if calls are executed inline. */
    Page(Engine engine, SyscallCore core, RegionKind kind, int entries, int slots, PageCounters counters,
            Consumer<Page> unregister) {
        this.engine = engine;
        this.core = core;
        this.capacity = PageLayout.checked(entries);
        this.memory = SharedMemory.anonymous(kind, PageLayout.length(slots), EntryLayout.LENGTH);
        this.counters = counters;
        this.unregister = unregister;
    }

    /** Makes a page, or gives its counters back if that fails. */
    static <P extends Page> P make(PageCounters counters, Supplier<P> construction) {
        try {
            return construction.get();
        } catch (RuntimeException | Error e) {
            counters.close();
            throw e;
        }
    }

    /**
     * Allocates off-heap memory that lives as long as this page or the segment is in use, for buffers.
     *
     * @param bytes     size, zeroed
     * @param alignment power of two, in bytes
     * @return the segment
     */
    public final MemorySegment allocate(long bytes, long alignment) {
        return buffers.allocate(bytes, alignment);
    }

    /**
     * Makes a pool of buffers that lives as long as this page or one of the buffers is in use.
     *
     * @param count  of buffers, 1 or more
     * @param length of each, in bytes, 1 or more
     * @return the pool, for one thread at a time
     * @throws IllegalArgumentException if a number is not positive
     */
    public final BufferPool bufferPool(int count, int length) {
        return new BufferPool(buffers, count, length);
    }

    /** {@return calls in flight at most} */
    public final int capacity() {
        return capacity;
    }

    /** {@return the engine that executes the calls} */
    public final Engine engine() {
        return engine;
    }

    /** {@return the region that holds the entries} */
    public final SharedMemory memory() {
        return memory;
    }

    /** Ends the page; see the two kinds. */
    @Override
    public abstract void close();

    /** The page as its core sees it. */
    abstract PageQueue queue();

    /** Publishes what the page has counted for itself; the watch, now and then, and who closes it. */
    void publishCounters() {}

    /** It is closed, and counts and is served no more. */
    final void leave() {
        publishCounters();
        counters.close();
        unregister.accept(this);
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("this page, or its engine, is closed");
    }

    final SyscallCore core() {
        return core;
    }

    /** Its submitter, behind a submission: wakes the core if it sleeps. Returns whether it did. */
    final boolean wakeCore() {
        SleepWord.orderSubmission();
        // Read behind that: if the page has just moved, the core that has it now either sees the submission, or is seen here.
        return core.sleep().wake();
    }

    final void servedBy(SyscallCore other) {
        core = other;
    }

    /** The page's number among those that are counted, or -1. */
    final int number() {
        return counters.index();
    }

    /** Before the engine looks for the last submissions. */
    final void refuseSubmissions() {
        closed = true;
    }

    final boolean isClosed() {
        return closed;
    }

    /** When the engine has executed what it found. */
    void end() {
        ended = true;
    }

    /** When the engine has waited in vain for calls that are stuck in the kernel. */
    final void stopWaiting() {
        isStuck = true;
    }

    final boolean isStuck() {
        return isStuck;
    }

    final boolean isEnded() {
        return ended;
    }

    /** The end of the page is not to be had. */
    static IllegalStateException holdsUp(int calls) {
        return new IllegalStateException(
                calls + " calls are not final and hold up the end of the page: stuck in the kernel,"
                        + " or waiting for a syscall thread while all of them are in calls that block");
    }
}
