package io.sidecore.syscall.counters;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.BitSet;

/**
 * The counters of one engine: a region of kind {@link RegionKind#ENGINE_COUNTERS} that other processes find as a descriptor named
 * {@value #REGION_NAME} of this one, and that is gone with the engine, or with the process, however it ends.
 *
 * <p>All methods may be called from any thread. What they hand out has one writer at a time.
 */
public final class EngineCounters implements AutoCloseable {
    /** Name of the memfd, so that {@code /proc/pid/fd} shows {@code /memfd:sidecore-engine}. */
    public static final String REGION_NAME = "sidecore-engine";
    /** Cores with counters; further ones count nowhere. */
    public static final int MAX_CORES = CounterLayout.CORES;
    /** Open pages with counters; further ones count nowhere. */
    public static final int MAX_PAGES = CounterLayout.PAGES;
    /** Most calls to one that is timed. */
    public static final int MAX_SAMPLING_INTERVAL = 1 << 20;

    private final SharedMemory memory;
    private final int samplingInterval;
    private final Block engine;
    /** Where closed pages' writers go on to store, and nobody reads. */
    private final Block nowhere = unseen(CounterLayout.PAGE_LENGTH);
    private final BitSet takenPages = new BitSet(CounterLayout.PAGES);
    private int cores;
    private long coresUncounted;
    private long pagesOpened;
    private long pagesUncounted;

    private EngineCounters(SharedMemory memory, String name, int samplingInterval) {
        this.memory = memory;
        this.samplingInterval = samplingInterval;
        this.engine = block(0, CounterLayout.ENGINE_LENGTH);
        MemorySegment.copy(MemorySegment.ofArray(Words.text(name, CounterLayout.ENGINE_NAME_LENGTH)), 0,
                memory.data(), CounterLayout.ENGINE_NAME, CounterLayout.ENGINE_NAME_LENGTH);
    }

    /**
     * Creates the region, allocated in full. Where a memfd is refused, it is an anonymous one: everything counts as usual, and no other process
     * can see it.
     *
     * @param name             what the engine calls itself, ASCII; cut after 64 characters
     * @param samplingInterval one call in so many is timed: a power of two up to {@link #MAX_SAMPLING_INTERVAL}; 0: none
     * @return the counters, of no core and no page
     * @throws IllegalArgumentException if the sampling interval is none of these
     */
    public static EngineCounters create(String name, int samplingInterval) {
        if (samplingInterval < 0 || samplingInterval > MAX_SAMPLING_INTERVAL
                || Integer.bitCount(samplingInterval) > 1) {
            throw new IllegalArgumentException("sampling interval " + samplingInterval
                    + ": must be 0 or a power of two up to " + MAX_SAMPLING_INTERVAL);
        }
        return new EngineCounters(region(), name, samplingInterval);
    }

    private static SharedMemory region() {
        try {
            return SharedMemory.memfd(REGION_NAME, RegionKind.ENGINE_COUNTERS, CounterLayout.LENGTH,
                    CounterLayout.PAGE_LENGTH);
        } catch (RegionException e) {
            // An engine without a report is better than none; isVisible tells.
            return SharedMemory.anonymous(RegionKind.ENGINE_COUNTERS, CounterLayout.LENGTH, CounterLayout.PAGE_LENGTH);
        }
    }

    private Block block(long offset, long length) {
        return new Block(memory.data().asSlice(offset, length));
    }

    private static Block unseen(long length) {
        return new Block(Arena.ofAuto().allocate(length, CounterLayout.PAGE_LENGTH));
    }

    /** {@return whether other processes can find the counters: false where a memfd is refused, and after {@link #close}} */
    public boolean isVisible() {
        return memory.path().isPresent();
    }

    /** {@return one call in so many is to be timed; 0: none} */
    public int samplingInterval() {
        return samplingInterval;
    }

    /** {@return the region, for inspection and tests} */
    public SharedMemory memory() {
        return memory;
    }

    /**
     * Takes a block for a syscall core, for as long as the engine lives. It begins as {@link CoreState#SPINNING}.
     *
     * @param cpu         it runs on, −1 if it is not pinned
     * @param threadLimit syscall threads that it may have
     * @return the core's counters; if all blocks are taken, they count nowhere, and that is counted
     */
    public synchronized CoreCounters openCore(int cpu, int threadLimit) {
        if (cores == CounterLayout.CORES) {
            engine.set(CounterLayout.ENGINE_CORES_UNCOUNTED, ++coresUncounted);
            return new CoreCounters(unseen(CounterLayout.CORE_LENGTH));
        }
        Block block = block(CounterLayout.core(cores++), CounterLayout.CORE_LENGTH);
        block.set(CounterLayout.CORE_CPU, cpu);
        block.set(CounterLayout.CORE_SAMPLING, samplingInterval);
        block.set(CounterLayout.CORE_THREAD_LIMIT, threadLimit);
        block.publish(CounterLayout.CORE_STATE, CoreState.SPINNING.code());
        return new CoreCounters(block);
    }

    /**
     * Takes a block for a page.
     *
     * @param owner    the kernel's id of the thread that will have it, 0 if it is not known
     * @param capacity calls in flight at most
     * @param kind     who may submit
     * @return the page's counters, to be closed with it; if all blocks are taken, they count nowhere, and that is counted
     */
    public synchronized PageCounters openPage(int owner, int capacity, PageKind kind) {
        engine.set(CounterLayout.ENGINE_PAGES_OPENED, ++pagesOpened);
        int index = takenPages.nextClearBit(0);
        if (index >= CounterLayout.PAGES) {
            engine.set(CounterLayout.ENGINE_PAGES_UNCOUNTED, ++pagesUncounted);
            return new PageCounters(this, PageCounters.NO_INDEX, unseen(CounterLayout.PAGE_LENGTH));
        }
        takenPages.set(index);
        Block block = block(CounterLayout.page(index), CounterLayout.PAGE_LENGTH);
        // Pairs with the reader's acquire fence: whoever sees a store from here on sees that the page before is closed.
        VarHandle.storeStoreFence();
        block.set(CounterLayout.PAGE_OWNER, owner);
        block.set(CounterLayout.PAGE_CAPACITY, capacity);
        block.set(CounterLayout.PAGE_KIND, kind.code());
        for (int i = 0; i < CounterLayout.PAGE_TOTALS_COUNT; i++) {
            block.set(CounterLayout.PAGE_START + i * Long.BYTES, block.get(CounterLayout.PAGE_TOTALS + i * Long.BYTES));
        }
        block.nextGeneration();
        return new PageCounters(this, index, block);
    }

    /** Not beside the page's close, as another one may have the block then. */
    synchronized void publish(PageCounters page, long submitted, long reaped, long full) {
        if (page.isCounted()) {
            page.block().raise(CounterLayout.PAGE_SUBMITTED, submitted);
            page.block().raise(CounterLayout.PAGE_REAPED, reaped);
            page.block().raise(CounterLayout.PAGE_FULL, full);
        }
    }

    synchronized void close(PageCounters page) {
        if (!page.isCounted()) {
            return;
        }
        page.block().nextGeneration();
        takenPages.clear(page.index());
        page.detach();
    }

    Block nowhere() {
        return nowhere;
    }

    /** {@return what is counted now} */
    public EngineSnapshot snapshot() {
        return EngineSnapshot.read(new Words(memory.data()));
    }

    /** Hides the counters from other processes; who counts may go on. Idempotent. */
    @Override
    public void close() {
        memory.releaseDescriptor();
    }
}
