package io.sidecore.stress.mutant;

import static io.sidecore.stress.weak.Order.ACQUIRE;
import static io.sidecore.stress.weak.Order.PLAIN;
import static io.sidecore.stress.weak.Order.RELEASE;
import static io.sidecore.stress.weak.Order.VOLATILE;

import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.weak.Order;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What patched classes call in the place of their accesses to fields, volatile or not, and of locks. Each field of an object is a word of the machine from its first
 * access in a round on; the real field holds what was stored last in the program.
 */
public final class FieldAccesses {
    private FieldAccesses() {}

    private static Order order(int site) {
        return site == 0 ? PLAIN : VOLATILE;
    }

    private static long load(Object owner, Object field, long real, Order order, int site) {
        long place = Heap.current().place(owner, field, real);
        return site == 0 ? Memory.words().load(place, Long.BYTES, order) : Memory.load(place, Long.BYTES, order, site);
    }

    private static void store(Object owner, Object field, long real, long value, Order order, int site) {
        long place = Heap.current().place(owner, field, real);
        if (site == 0) {
            Memory.words().store(place, Long.BYTES, value, order);
        } else {
            Memory.store(place, Long.BYTES, value, order, site);
        }
    }

    /** {@code site}: 0 of a field that is not volatile. */
    public static long get(Object owner, long real, String field, int site) {
        return Memory.isActive() ? load(owner, field, real, order(site), site) : real;
    }

    public static Object get(Object owner, Object real, String field, int site) {
        if (!Memory.isActive()) {
            return real;
        }
        Heap heap = Heap.current();
        return heap.object(load(owner, field, heap.number(real), order(site), site));
    }

    public static void set(Object owner, long real, long value, String field, int site) {
        if (Memory.isActive()) {
            store(owner, field, real, value, order(site), site);
        }
    }

    public static void set(Object owner, Object real, Object value, String field, int site) {
        if (Memory.isActive()) {
            Heap heap = Heap.current();
            store(owner, field, heap.number(real), heap.number(value), order(site), site);
        }
    }

    private static long load(VarHandle field, Object owner, Order order, int site) {
        long real = (long) field.getVolatile(owner);
        return Memory.isActive() ? load(owner, field, real, order, site) : real;
    }

    private static void store(VarHandle field, Object owner, long value, Order order, int site) {
        if (Memory.isActive()) {
            store(owner, field, (long) field.getVolatile(owner), value, order, site);
        }
        field.setVolatile(owner, value);
    }

    public static long get(VarHandle field, Object owner, int site) {
        return load(field, owner, PLAIN, site);
    }

    public static long getOpaque(VarHandle field, Object owner, int site) {
        return load(field, owner, PLAIN, site);
    }

    public static long getAcquire(VarHandle field, Object owner, int site) {
        return load(field, owner, ACQUIRE, site);
    }

    public static void setRelease(VarHandle field, Object owner, long value, int site) {
        store(field, owner, value, RELEASE, site);
    }

    /** Of the watch, about to hold a thread where it is. */
    public static void setVolatile(VarHandle field, Object owner, long value, int site) {
        EngineThreads.holds();
        store(field, owner, value, VOLATILE, site);
    }

    public static int get(AtomicInteger counter, int site) {
        return Memory.isActive() ? (int) load(counter, "value", counter.get(), VOLATILE, site) : counter.get();
    }

    public static int incrementAndGet(AtomicInteger counter, int site) {
        return add(counter, 1, site);
    }

    public static int decrementAndGet(AtomicInteger counter, int site) {
        return add(counter, -1, site);
    }

    private static int add(AtomicInteger counter, int delta, int site) {
        if (!Memory.isActive()) {
            return counter.addAndGet(delta);
        }
        long place = Heap.current().place(counter, "value", counter.get());
        int sum = (int) Memory.update(place, Long.BYTES, before -> before + delta, site) + delta;
        counter.addAndGet(delta);
        return sum;
    }

    /** Whoever has a lock is not interrupted, so that nobody waits for one; it hands on what it knows. */
    public static void enter(Object lock) {
        if (Memory.isActive()) {
            Failpoints.lock(1);
            load(lock, "lock", 0, VOLATILE, 0);
        }
    }

    public static void exit(Object lock) {
        if (Memory.isActive()) {
            store(lock, "lock", 0, 0, VOLATILE, 0);
            Failpoints.lock(-1);
        }
    }

    /** membarrier(2). */
    public static int barrier(int site) {
        Memory.fence("barrier", site);
        return 0;
    }

    /** Whether the round has no membarrier(2); {@code real} outside of rounds. */
    public static boolean isFenced(boolean real) {
        return Heap.current() == null ? real : Heap.current().isFenced();
    }

    public static boolean isAvailable(boolean real) {
        return !isFenced(!real);
    }
}
