package io.sidecore.stress.weak;

import static io.sidecore.stress.weak.Region.inFirstWord;
import static io.sidecore.stress.weak.Region.mask;
import static io.sidecore.stress.weak.Region.shift;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Witness;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/**
 * The region of one round as a {@link ViewMachine} of its words, whatever address it is mapped at, with the round's slots as actors. The real memory
 * holds the newest value of each word. In front of the round and behind it, there is only the real memory.
 */
public final class SharedWords implements Witness {
    /** For what the harness tells outside of the region. */
    private static final int ASIDE = 64;

    private final SplittableRandom random;
    private final Region region;
    private final List<Long> aside = new ArrayList<>();
    private final List<Actor> ended = new ArrayList<>();

    private ViewMachine machine;
    private Actor[] actors;
    private List<StoreBuffer> buffers;
    private StoreBuffer buffer;
    private double loosening;
    private int words;
    private Actor self;

    /**
     * The memory of a round that is about to begin.
     *
     * @param random decides what is read
     */
    public SharedWords(SplittableRandom random) {
        this(random, 0);
    }

    /**
     * The memory of a round whose words stand anywhere, and some of which are no memory: see {@link #define}.
     *
     * @param random decides what is read
     * @param most   words that are used at most; 0 for those of a region
     */
    public SharedWords(SplittableRandom random, int most) {
        this.random = random;
        this.region = new Region(most);
    }

    /**
     * A word that is no memory of its own: a field of an object.
     *
     * @param address for all accesses: negative, a multiple of eight
     * @param value   that it has, unless it has been defined before
     */
    public void define(long address, long value) {
        region.define(address, value);
    }

    /**
     * The region is mapped here, too.
     *
     * @param mapping all of it
     */
    public void mapped(MemorySegment mapping) {
        region.add(mapping);
    }

    @Override
    public void roundBegins(int slots) {
        words = region.words();
        machine = new ViewMachine(words + ASIDE,
                word -> word < words ? region.initial(word) : 0,
                Choice.random(random));
        actors = new Actor[slots];
        buffers = new ArrayList<>();
        loosening = new double[]{0, 0, 0.2, 0.8}[random.nextInt(4)];
        for (int i = 0; i < slots; i++) {
            actors[i] = machine.actor();
            buffers.add(new StoreBuffer(this::put));
        }
    }

    @Override
    public void roundEnds() {
        for (int i = 0; i < actors.length; i++) {
            turn(i);
            buffer.storeAll();
        }
        machine = null;
        region.clear();
    }

    @Override
    public void turn(int next) {
        self = actors[next];
        buffer = buffers.get(next);
    }

    @Override
    public void lifeBegins() {
        machine.restart(self);
    }

    @Override
    public void dies() {
        buffer.drop();
    }

    @Override
    public void ends() {
        buffer.storeAll();
        ended.add(self);
    }

    @Override
    public void learnsOfEnds() {
        ended.forEach(other -> machine.learn(self, other));
    }

    private int aside(long word) {
        if (!aside.contains(word)) {
            aside.add(word);
        }
        return words + aside.indexOf(word);
    }

    @Override
    public void tells(long word) {
        machine.store(self, aside(word), 0, Order.VOLATILE);
    }

    @Override
    public boolean learns(long word) {
        // Whoever always looks there knows too much to be misled.
        if (machine == null || random.nextInt(4) != 0) {
            return false;
        }
        machine.load(self, aside(word), Order.VOLATILE);
        return true;
    }

    @Override
    public void kernelStores(long address, long value) {
        store(address, Long.BYTES, value, Order.VOLATILE);
    }

    /** {@return whether a round is under way} */
    public boolean isActive() {
        return machine != null;
    }

    /**
     * {@return whether this is an address of the region}
     *
     * @param address absolute
     */
    public boolean covers(long address) {
        return region.covers(address);
    }

    private int word(long address) {
        return region.word(address);
    }

    /**
     * {@return the same number for a byte of the region, wherever that is mapped}
     *
     * @param address absolute
     */
    public long place(long address) {
        return (long) word(address) * Long.BYTES + (address & Long.BYTES - 1);
    }

    /**
     * {@return the newest value from an address to the end of its word}
     *
     * @param address absolute
     */
    public long newest(long address) {
        return machine.newest(word(address)) >>> shift(address);
    }

    /**
     * A load.
     *
     * @param address absolute; what crosses the border of a word is loaded in two parts
     * @param bytes   1 to 8
     * @param order   plain, acquire or volatile
     * @return the bytes, the first one lowest
     */
    public long load(long address, int bytes, Order order) {
        int first = inFirstWord(address, bytes);
        int word = word(address);
        settle(word);
        long value = machine.load(self, word, order) >>> shift(address) & mask(first);
        return first == bytes
                ? value
                : value | load(address + first, bytes - first, order) << first * Byte.SIZE;
    }

    /**
     * A store. One that is not volatile may be made later, behind others that it does not order, until something pushes it out: if the slot dies
     * before, it never is.
     *
     * @param address absolute; what crosses the border of a word is stored in two parts
     * @param bytes   1 to 8
     * @param value   the bytes, the first one lowest
     * @param order   plain, release or volatile
     */
    public void store(long address, int bytes, long value, Order order) {
        settle(word(address));
        settle(word(address + bytes - 1));
        if (order == Order.RELEASE && buffer.isUnfenced() && buffer.hasLoose()) {
            buffer.addLoose(new StoreBuffer.Store(address, bytes, value, order, null));
            return;
        }
        if (order != Order.PLAIN) {
            buffer.storeLoose();
        }
        if (order != Order.VOLATILE && random.nextDouble() < loosening) {
            Object released = order == Order.RELEASE ? machine.release(self) : null;
            buffer.addLoose(new StoreBuffer.Store(address, bytes, value, order, released));
            return;
        }
        put(address, bytes, value, order, null);
        buffer.passed();
    }

    /** Who uses a word again finds his own stores to it made; others, the compiler may have put off up to here, or further. */
    private void settle(int word) {
        buffer.storeDue();
        if (buffer.hasLate(store -> covers(store, word))) {
            buffer.storeLate();
        }
        if (buffer.hasLoose() && (random.nextInt(buffer.isUnfenced() ? 32 : 4) == 0
                || buffer.hasLoose(store -> covers(store, word)))) {
            buffer.storeLoose();
        }
    }

    private boolean covers(StoreBuffer.Store store, int word) {
        return word(store.address()) == word || word(store.address() + store.bytes() - 1) == word;
    }

    /** The slot whose turn it is stores something outside of the region, volatile. */
    public void storesAside() {
        buffer.storeLoose();
    }

    private void put(StoreBuffer.Store store) {
        put(store.address(), store.bytes(), store.value(), store.order(), store.released());
    }

    private void put(long address, int bytes, long value, Order order, Object released) {
        int first = inFirstWord(address, bytes);
        int word = word(address);
        long mask = mask(first) << shift(address);
        long merged = machine.newest(word) & ~mask | value << shift(address) & mask;
        if (released == null) {
            machine.store(self, word, merged, order);
        } else {
            machine.storeReleased(self, word, merged, released);
        }
        toRealMemory(address, word);
        if (first < bytes) {
            put(address + first, bytes - first, value >>> first * Byte.SIZE, order, released);
        }
    }

    private void toRealMemory(long address, int word) {
        if (address >= 0) {
            OffHeap.putLong(address & -Long.BYTES, machine.newest(word));
        }
    }

    /**
     * A store that takes effect behind the next one of the same slot, where others may come between, or not at all if the slot dies before.
     *
     * @param address absolute
     * @param bytes   1 to 8
     * @param value   the bytes, the first one lowest
     * @param order   plain, release or volatile
     */
    public void storeLate(long address, int bytes, long value, Order order) {
        word(address);
        buffer.addLate(new StoreBuffer.Store(address, bytes, value, order, null));
    }

    /**
     * An atomic read-modify-write.
     *
     * @param address absolute, aligned
     * @param bytes   4 or 8
     * @param change  what becomes of the value
     * @param order   plain or volatile
     * @return the value before
     */
    public long update(long address, int bytes, LongUnaryOperator change, Order order) {
        buffer.storeDue();
        buffer.storeLoose();
        int word = word(address);
        int shift = shift(address);
        long mask = mask(bytes) << shift;
        long before = machine.update(self, word,
                old -> old & ~mask | change.applyAsLong(old >>> shift) << shift & mask, order);
        toRealMemory(address, word);
        buffer.passed();
        return before >>> shift & mask(bytes);
    }

    /**
     * A compare-and-set.
     *
     * @param address  absolute, aligned
     * @param bytes    4 or 8
     * @param expected value
     * @param value    what to store then
     * @param order    plain or volatile
     * @return whether it was stored
     */
    public boolean compareAndSet(long address, int bytes, long expected, long value, Order order) {
        buffer.storeDue();
        buffer.storeLoose();
        int word = word(address);
        int shift = shift(address);
        boolean stored = machine.compareAndSet(self, word, mask(bytes) << shift, expected << shift, value << shift,
                order);
        toRealMemory(address, word);
        buffer.passed();
        return stored;
    }

    /** As {@code VarHandle.fullFence}. */
    public void fullFence() {
        buffer.storeLoose();
        buffer.storeLate();
        machine.fullFence(self);
    }

    /** As {@code VarHandle.acquireFence}. */
    public void acquireFence() {
        machine.acquireFence(self);
    }

    /** As {@code VarHandle.releaseFence}. */
    public void releaseFence() {
        buffer.storeLoose();
        machine.releaseFence(self);
    }

    /** As membarrier(2): a full fence in every slot. What a compiler has put off is not there to be fenced. */
    public void fullFenceInAll() {
        fullFence();
        machine.fullFenceInAll(self, actors);
    }

    /** As {@code VarHandle.storeStoreFence}. */
    public void storeStoreFence() {
        buffer.storeLoose();
        machine.storeStoreFence(self);
    }

    /**
     * A StoreStore fence that is not there: what was put off in front of it may stay so, and the stores with release that come behind it stay with it,
     * until something else pushes all of them out.
     */
    public void missingStoreStoreFence() {
        buffer.unfence();
    }
}
