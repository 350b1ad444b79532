package io.sidecore.stress.mutant;

import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.Libc;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.weak.Order;
import io.sidecore.stress.weak.SharedWords;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/** The memory behind all patched accesses of this process, and the one mutant that is active. */
final class Memory {
    private static final int MOST_JUMPS = 20_000_000;

    private static SharedWords words;
    private static int site = -1;
    private static Weakening weakening;
    private static int jumps;
    /** Whether the code came by the mutant's site since it was chosen. */
    private static boolean reached;

    private Memory() {}

    /** A round is about to begin. Null for the real memory. */
    static void use(SharedWords chosen) {
        words = chosen;
        jumps = 0;
    }

    /** From now on; null for the shipped code. */
    static void mutate(Mutant mutant) {
        site = mutant == null ? -1 : mutant.site().id();
        weakening = mutant == null ? null : mutant.weakening();
        reached = false;
    }

    static boolean reached() {
        return reached;
    }

    static SharedWords words() {
        return words;
    }

    static void mapped(MemorySegment mapping) {
        if (words != null) {
            words.mapped(mapping);
        }
    }

    static boolean isActive() {
        return words != null && words.isActive();
    }

    static boolean isShared(MemorySegment segment) {
        return isActive() && segment.isNative() && words.covers(segment.address());
    }

    static boolean is(int at, Weakening how) {
        if (at != site || how != weakening) {
            return false;
        }
        reached = true;
        return true;
    }

    private static boolean isWeak(int at, Weakening how) {
        return is(at, how) || is(at, Weakening.VOLATILE_TO_PLAIN);
    }

    static long load(long address, int bytes, Order order, int at) {
        Failpoints.beforeLoad(at);
        if (!isActive()) {
            return bytes == Long.BYTES ? OffHeap.getLong(address) : OffHeap.getInt(address);
        }
        return words.load(address, bytes, isWeak(at, Weakening.ACQUIRE_TO_PLAIN) ? Order.PLAIN : order);
    }

    static void store(long address, int bytes, long value, Order order, int at) {
        Failpoints.beforeStore(at);
        if (!isActive()) {
            put(address, bytes, value);
        } else if (is(at, Weakening.LATE)) {
            words.storeLate(address, bytes, value, order);
        } else {
            words.store(address, bytes, value, isWeak(at, Weakening.RELEASE_TO_PLAIN) ? Order.PLAIN : order);
        }
        Failpoints.afterStore(at);
    }

    private static void put(long address, int bytes, long value) {
        if (bytes == Long.BYTES) {
            OffHeap.putLong(address, value);
        } else {
            OffHeap.putInt(address, (int) value);
        }
    }

    static boolean compareAndSet(long address, int bytes, long expected, long value, int at) {
        Failpoints.beforeStore(at);
        boolean stored;
        if (!isActive()) {
            stored = bytes == Long.BYTES
                    ? OffHeap.compareAndSetLong(address, expected, value)
                    : OffHeap.compareAndSetInt(address, (int) expected, (int) value);
        } else if (is(at, Weakening.SPLIT)) {
            stored = words.load(address, bytes, Order.VOLATILE) == expected;
            if (stored) {
                Failpoints.pause();
                words.store(address, bytes, value, Order.VOLATILE);
            }
        } else {
            stored = words.compareAndSet(address, bytes, expected, value, order(at));
        }
        Failpoints.afterStore(at);
        return stored;
    }

    static long update(long address, int bytes, LongUnaryOperator change, int at) {
        Failpoints.beforeStore(at);
        long before;
        if (!isActive()) {
            before = bytes == Long.BYTES ? OffHeap.getLong(address) : OffHeap.getInt(address);
            put(address, bytes, change.applyAsLong(before));
        } else if (is(at, Weakening.SPLIT)) {
            before = words.load(address, bytes, Order.VOLATILE);
            Failpoints.pause();
            words.store(address, bytes, change.applyAsLong(before), Order.VOLATILE);
        } else {
            before = words.update(address, bytes, change, order(at));
        }
        Failpoints.afterStore(at);
        return before;
    }

    private static Order order(int at) {
        return is(at, Weakening.ORDER_DROPPED) ? Order.PLAIN : Order.VOLATILE;
    }

    static void fence(String kind, int at) {
        Failpoints.beforeLoad(at);
        if (!isActive()) {
            return;
        }
        if (is(at, Weakening.FENCE_DROPPED)) {
            if (kind.equals("storeStoreFence")) {
                words.missingStoreStoreFence();
            }
            return;
        }
        switch (kind) {
            case "fullFence" -> words.fullFence();
            case "acquireFence" -> words.acquireFence();
            case "releaseFence" -> words.releaseFence();
            case "barrier" -> words.fullFenceInAll();
            default -> words.storeStoreFence();
        }
    }

    static boolean jump(boolean jumps, int at) {
        boolean always = is(at, Weakening.ALWAYS);
        if ((always || is(at, Weakening.NEVER)) && isActive()) {
            if (++Memory.jumps > MOST_JUMPS) {
                throw new Violation("hang: a jump is made for ever");
            }
            return always;
        }
        return jumps;
    }

    /** The harness stores into a ledger. */
    static void storeAside(long address, long value) {
        if (isActive()) {
            words.storesAside();
        }
        OffHeap.putLongVolatile(address, value);
    }

    /** Short ones only announce the sleeper; others end when somebody wakes it, and never else. */
    static int sleep(Futex futex, long address, int expected, long nanos) {
        if (!isActive() || nanos < 1_000_000) {
            return futex.sleep(address, expected, nanos);
        }
        Failpoints.pause();
        // The kernel compares and queues in one step.
        if ((int) words.newest(address) != expected) {
            return Libc.EAGAIN;
        }
        Failpoints.sleep(words.place(address));
        return 0;
    }

    static void wakeAll(long address) {
        if (isActive()) {
            Failpoints.wake(words.place(address));
        } else {
            Futex.wakeAll(address);
        }
    }
}
