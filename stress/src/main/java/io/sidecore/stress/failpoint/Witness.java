package io.sidecore.stress.failpoint;

import io.sidecore.memory.access.OffHeap;

/**
 * What a schedule tells a model of memory: who runs, and who learns of whom outside of the memory that is modelled. By itself it does nothing, which is right
 * for memory that shows everything to everybody at once.
 */
public interface Witness {
    /** Memory as the machine has it. */
    Witness NONE = new Witness() {
    };

    /**
     * A round begins.
     *
     * @param slots that run in it, numbered from 0
     */
    default void roundBegins(int slots) {}

    /** The round has ended: whoever looks now, sees everything. */
    default void roundEnds() {}

    /**
     * What follows is done by this slot.
     *
     * @param slot whose turn it is
     */
    default void turn(int slot) {}

    /** The slot whose turn it is begins a life. */
    default void lifeBegins() {}

    /** The slot whose turn it is dies here. */
    default void dies() {}

    /** The slot whose turn it is does no more. */
    default void ends() {}

    /** The slot whose turn it is learns of all who have ended. */
    default void learnsOfEnds() {}

    /**
     * The slot whose turn it is has left a word for others, outside of the memory that is modelled.
     *
     * @param word its address
     */
    default void tells(long word) {}

    /**
     * {@return whether the slot whose turn it is looks at such a word; it then learns what was known to who has left it}
     *
     * @param word its address
     */
    default boolean learns(long word) {
        return true;
    }

    /**
     * The kernel stores a word on behalf of the slot whose turn it is.
     *
     * @param address absolute
     * @param value   what
     */
    default void kernelStores(long address, long value) {
        OffHeap.putLongVolatile(address, value);
    }
}
