package io.sidecore.stress.mutant;

import java.util.ArrayList;
import java.util.List;

/** What a mutant does otherwise than the shipped code, at one site. */
public enum Weakening {
    /** A store with release is plain. */
    RELEASE_TO_PLAIN("release -> plain"),
    /** A load with acquire is plain. */
    ACQUIRE_TO_PLAIN("acquire -> plain"),
    /** A field is not volatile, or a load of an atomic one is plain. */
    VOLATILE_TO_PLAIN("volatile -> plain"),
    /** A read-modify-write is still atomic, but orders nothing else. */
    ORDER_DROPPED("atomic, no order"),
    /** A read-modify-write is a load and a store, both volatile. */
    SPLIT("load, then store"),
    /** A fence is not there. */
    FENCE_DROPPED("no fence"),
    /** A store or a copy has changed places with the store that comes behind it. */
    LATE("behind next store"),
    /** A conditional jump is always taken. */
    ALWAYS("always jumps"),
    /** A conditional jump is never taken. */
    NEVER("never jumps");

    private final String description;

    Weakening(String description) {
        this.description = description;
    }

    /** {@return whether it makes a jump go one way only} */
    boolean skips() {
        return this == ALWAYS || this == NEVER;
    }

    /** {@return what it does to an operation: of OffHeap, a fence, or a jump} */
    static List<Weakening> of(String operation) {
        List<Weakening> all = new ArrayList<>();
        if (operation.endsWith("Fence") || operation.equals("barrier")) {
            all.add(FENCE_DROPPED);
        } else if (operation.startsWith("compareAndSet") || operation.startsWith("getAnd")
                || operation.endsWith("AndGet")) {
            all.add(ORDER_DROPPED);
            all.add(SPLIT);
        } else if (operation.endsWith("Acquire")) {
            all.add(ACQUIRE_TO_PLAIN);
        } else if (operation.equals("field") || operation.equals("counter get")) {
            all.add(VOLATILE_TO_PLAIN);
        } else if (operation.equals("setVolatile")) {
            all.add(VOLATILE_TO_PLAIN);
            all.add(LATE);
        } else if (operation.equals("setRelease") || operation.startsWith("put") || operation.equals("copyFrom")) {
            if (operation.endsWith("Release")) {
                all.add(RELEASE_TO_PLAIN);
            }
            all.add(LATE);
        } else if (operation.startsWith("jump")) {
            all.add(ALWAYS);
            all.add(NEVER);
        }
        return all;
    }

    @Override
    public String toString() {
        return description;
    }
}
