package io.sidecore.stress.mutant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The objects of one round: which word each of their fields is, and which number stands for a reference to them. */
final class Heap {
    private static Heap current;

    private final Map<Object, Map<Object, Long>> places = new IdentityHashMap<>();
    private final Map<Object, Long> numbers = new IdentityHashMap<>();
    private final List<Object> objects = new ArrayList<>();
    private final boolean isFenced;
    private long last;

    /** {@code isFenced}: the kernel has no membarrier(2). */
    Heap(boolean isFenced) {
        this.isFenced = isFenced;
        objects.add(null);
    }

    static Heap current() {
        return current;
    }

    /** From now on; null for none. */
    static void use(Heap chosen) {
        current = chosen;
    }

    boolean isFenced() {
        return isFenced;
    }

    /** The address that stands for a field, which has that value when it is asked for first. */
    long place(Object owner, Object field, long value) {
        return places.computeIfAbsent(owner, any -> new HashMap<>()).computeIfAbsent(field, any -> {
            last -= Long.BYTES;
            Memory.words().define(last, value);
            return last;
        });
    }

    /** What is stored for a reference: 0 for null. */
    long number(Object object) {
        return object == null ? 0 : numbers.computeIfAbsent(object, any -> {
            objects.add(object);
            return objects.size() - 1L;
        });
    }

    Object object(long number) {
        return objects.get((int) number);
    }
}
