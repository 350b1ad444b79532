package io.sidecore.stress.weak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Stores of one slot that the program has made and the memory has not: those that nothing has pushed out yet, and those that a mutant holds back
 * until another one is made. Whoever dies leaves without them.
 */
final class StoreBuffer {
    /** {@code released}: what a store with release told when it was due; null otherwise. */
    record Store(long address, int bytes, long value, Order order, Object released) {}

    /** Makes a store. */
    interface Memory {
        void put(Store store);
    }

    private final Memory memory;
    private final List<Store> loose = new ArrayList<>();
    private final List<Store> late = new ArrayList<>();
    /** Whether another store has been made since; what is held back is made in front of the next access. */
    private boolean due;
    /** Whether what is put off was to be pushed out by a fence that is not there: a store with release may join it then. */
    private boolean unfenced;

    StoreBuffer(Memory memory) {
        this.memory = memory;
    }

    void addLoose(Store store) {
        loose.add(store);
        due = true;
    }

    void addLate(Store store) {
        storeDue();
        late.add(store);
    }

    /** A store was made without a stay here. */
    void passed() {
        due = true;
    }

    boolean hasLate(Predicate<Store> wanted) {
        return !late.isEmpty() && late.stream().anyMatch(wanted);
    }

    boolean hasLoose() {
        return !loose.isEmpty();
    }

    boolean hasLoose(Predicate<Store> wanted) {
        return loose.stream().anyMatch(wanted);
    }

    void unfence() {
        unfenced = true;
    }

    boolean isUnfenced() {
        return unfenced;
    }

    void storeLoose() {
        unfenced = false;
        if (!loose.isEmpty()) {
            loose.forEach(memory::put);
            loose.clear();
            due = true;
        }
    }

    void storeDue() {
        if (due) {
            storeLate();
        }
    }

    void storeLate() {
        if (hasLate(store -> store.order != Order.PLAIN)) {
            storeLoose();
        }
        due = false;
        late.forEach(memory::put);
        late.clear();
    }

    void storeAll() {
        storeLoose();
        storeLate();
    }

    void drop() {
        loose.clear();
        late.clear();
        due = false;
        unfenced = false;
    }
}
