package io.sidecore.stress.weak;

import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;

/** Memory of eight-byte words, as this package describes it. Not thread-safe: whoever runs the actors lets one access happen at a time. */
public final class ViewMachine {
    private final History[] words;
    private final IntToLongFunction initial;
    private final Choice choice;
    /** What has been made known by full fences: of any two, the later one knows what the earlier one knew. */
    private final View fenced;

    /**
     * A memory.
     *
     * @param words   how many
     * @param initial the value of each before its first access
     * @param choice  decides what is read
     */
    public ViewMachine(int words, IntToLongFunction initial, Choice choice) {
        this.words = new History[words];
        this.initial = initial;
        this.choice = choice;
        this.fenced = new View(words);
    }

    /** {@return a thread that knows nothing but the initial values} */
    public Actor actor() {
        return new Actor(words.length);
    }

    private History word(int index) {
        History word = words[index];
        return word != null ? word : (words[index] = new History(initial.applyAsLong(index)));
    }

    /**
     * {@return the newest value of a word}
     *
     * @param index which
     */
    public long newest(int index) {
        History word = word(index);
        return word.value(word.newest());
    }

    /**
     * A load.
     *
     * @param self  who loads
     * @param index which word
     * @param order plain, acquire or volatile
     * @return one of the values that it may read
     */
    public long load(Actor self, int index, Order order) {
        History word = word(index);
        int newest = word.newest();
        int most = order == Order.VOLATILE ? 0 : newest - Math.max(self.view.at(index), word.oldest());
        return read(self, index, word, most > 0 ? newest - choice.back(most) : newest, order);
    }

    private long read(Actor self, int index, History word, int write, Order order) {
        self.view.raise(index, write);
        (order.acquires() ? self.view : self.heard).join(word.message(write));
        return word.value(write);
    }

    /**
     * A store.
     *
     * @param self  who stores
     * @param index which word
     * @param value what
     * @param order plain, release or volatile
     */
    public void store(Actor self, int index, long value, Order order) {
        write(self, index, word(index), value, order, null);
    }

    /**
     * What a store with release made here would tell, for one that takes effect later.
     *
     * @param self whose
     * @return for {@link #storeReleased}
     */
    Object release(Actor self) {
        return self.view.copy();
    }

    /**
     * A store with release that takes effect behind accesses which it does not order.
     *
     * @param self     who stores
     * @param index    which word
     * @param value    what
     * @param released what it tells
     */
    void storeReleased(Actor self, int index, long value, Object released) {
        History word = word(index);
        self.view.raise(index, word.newest() + 1);
        self.wrote.raise(index, word.newest() + 1);
        word.add(value, (View) released);
    }

    private void write(Actor self, int index, History word, long value, Order order, View inherited) {
        self.view.raise(index, word.newest() + 1);
        self.wrote.raise(index, word.newest() + 1);
        View message = order.releases() ? self.view.copy() : self.told;
        if (inherited != null) {
            // A release sequence: who reads a word that was added to also knows what the first one told.
            View both = inherited.copy();
            both.join(message);
            message = both;
        }
        word.add(value, message);
    }

    /**
     * An atomic read-modify-write.
     *
     * @param self   who
     * @param index  which word
     * @param change what becomes of the newest value
     * @param order  plain or volatile
     * @return the value before
     */
    public long update(Actor self, int index, LongUnaryOperator change, Order order) {
        History word = word(index);
        int last = word.newest();
        long before = read(self, index, word, last, order);
        write(self, index, word, change.applyAsLong(before), order, word.message(last));
        return before;
    }

    /**
     * A compare-and-set; one that fails is a load, and may fail because of an older value.
     *
     * @param self     who
     * @param index    which word
     * @param mask     the bits of the word that are compared and set
     * @param expected their value
     * @param value    what to store there then
     * @param order    plain or volatile
     * @return whether it was stored
     */
    public boolean compareAndSet(Actor self, int index, long mask, long expected, long value, Order order) {
        History word = word(index);
        int newest = word.newest();
        int most = newest - Math.max(self.view.at(index), word.oldest());
        int seen = most > 0 ? newest - choice.back(most) : newest;
        if (((word.value(seen) ^ expected) & mask) != 0) {
            read(self, index, word, seen, order);
            return false;
        }
        if (((word.value(newest) ^ expected) & mask) != 0) {
            read(self, index, word, newest, order);
            return false;
        }
        update(self, index, before -> before & ~mask | value & mask, order);
        return true;
    }

    /**
     * Loads before are ordered before everything behind.
     *
     * @param self whose
     */
    public void acquireFence(Actor self) {
        self.view.join(self.heard);
    }

    /**
     * The thread's own stores before are ordered before its stores behind; what it has read is not.
     *
     * @param self whose
     */
    public void storeStoreFence(Actor self) {
        self.tell(self.wrote);
    }

    /**
     * What the thread knows is ordered before its stores behind.
     *
     * @param self whose
     */
    public void releaseFence(Actor self) {
        self.tell(self.view);
    }

    /**
     * Everything before is ordered before everything behind, and all full fences are in one order.
     *
     * @param self whose
     */
    public void fullFence(Actor self) {
        acquireFence(self);
        self.view.join(fenced);
        fenced.join(self.view);
        self.tell(self.view);
    }

    /**
     * A full fence in every thread at once, as membarrier(2) makes it.
     *
     * @param self who asks for it
     * @param all  threads, also that one
     */
    public void fullFenceInAll(Actor self, Actor... all) {
        fullFence(self);
        for (Actor other : all) {
            fullFence(other);
        }
        fullFence(self);
    }

    /**
     * Another life of a thread: it knows what the one before has read and stored, and so does whoever sees its stores.
     *
     * @param self whose
     */
    public void restart(Actor self) {
        acquireFence(self);
        self.tell(self.view);
    }

    /**
     * A kernel orders all before in one thread before all behind in another: the end of a process that the other learns of, for example.
     *
     * @param self who learns
     * @param of   of whom
     */
    public void learn(Actor self, Actor of) {
        self.view.join(of.view);
    }
}
