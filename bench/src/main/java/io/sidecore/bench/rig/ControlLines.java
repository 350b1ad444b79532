package io.sidecore.bench.rig;

import io.sidecore.memory.access.Futex;
import io.sidecore.memory.access.OffHeap;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * What leader, follower and second leader tell each other between slices; nobody looks at it during one.
 *
 * <pre>
 *     0          8         16        24            256          512            768          1024         1280     1284       1536
 *     | sequence | index   | count   |             | follower   | assistant    | go         | thread     | asleep   |          |
 *       written by the leader                        2 x sequence: ready; one more: done; -1: failed
 *     1536       1792
 *     | there    | back     for the time of a line
 * </pre>
 *
 * <p>The lines are 256 bytes apart, because processors fetch lines in pairs. The memory is off-heap, or a file that two processes map.
 */
final class ControlLines {
    static final int LENGTH = 2048;
    static final int FOLLOWER = 256;
    static final int ASSISTANT = 512;
    /** In place of an index: there are no more slices. */
    static final int END = -1;
    /** In place of an index: the time that a line takes there and back is measured. */
    static final int LINE = -2;

    private static final int INDEX = 8;
    private static final int COUNT = 16;
    private static final int GO = 768;
    private static final int THREAD = 1024;
    private static final int ASLEEP = 1280;
    private static final int THERE = 1536;
    private static final int BACK = 1792;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FAILED = -1;

    private final long address;

    /** Over {@link #LENGTH} zeroed bytes, aligned to 256, which stay mapped. */
    ControlLines(long address) {
        this.address = address;
    }

    void command(long sequence, int index, long count) {
        OffHeap.putLong(address + INDEX, index);
        OffHeap.putLong(address + COUNT, count);
        // Pairs with awaitCommand and sleepUntilCommand.
        OffHeap.putLongRelease(address, sequence);
        // Pairs with the fence in sleepUntilCommand: either the follower sees the command, or it is seen asleep here.
        VarHandle.fullFence();
        if (OffHeap.getIntOpaque(address + ASLEEP) != 0) {
            OffHeap.putIntRelease(address + ASLEEP, 0);
            Futex.wakeAll(address + ASLEEP);
        }
    }

    void awaitCommand(long sequence, boolean yielding) {
        while (OffHeap.getLongAcquire(address) != sequence) {
            pause(yielding);
        }
    }

    /** The follower's wait without its CPU. */
    void sleepUntilCommand(long sequence, Futex futex) {
        while (OffHeap.getLongAcquire(address) != sequence) {
            OffHeap.putIntRelease(address + ASLEEP, 1);
            VarHandle.fullFence();
            if (OffHeap.getLongAcquire(address) != sequence) {
                futex.sleep(address + ASLEEP, 1, LONGEST_SLEEP_NANOS);
            }
        }
        OffHeap.putIntRelease(address + ASLEEP, 0);
    }

    int index() {
        return (int) OffHeap.getLong(address + INDEX);
    }

    long count() {
        return OffHeap.getLong(address + COUNT);
    }

    void go(long sequence) {
        // Pairs with awaitGo.
        OffHeap.putLongRelease(address + GO, sequence);
    }

    void awaitGo(long sequence) {
        while (OffHeap.getLongAcquire(address + GO) != sequence) {
            pause(true);
        }
    }

    void ready(int party, long sequence) {
        OffHeap.putLongRelease(address + party, 2 * sequence);
    }

    void done(int party, long sequence) {
        // Pairs with awaitDone: what the party did in the slice happens before what the leader does next.
        OffHeap.putLongRelease(address + party, 2 * sequence + 1);
    }

    void failed(int party) {
        OffHeap.putLongRelease(address + party, FAILED);
    }

    boolean hasFailed() {
        return OffHeap.getLongAcquire(address + FOLLOWER) == FAILED
                || OffHeap.getLongAcquire(address + ASSISTANT) == FAILED;
    }

    /** The follower's kernel thread, told before its first slice. */
    void thread(int tid) {
        OffHeap.putLong(address + THREAD, tid);
    }

    /** The follower's kernel thread; after its first slice. */
    int thread() {
        return (int) OffHeap.getLong(address + THREAD);
    }

    void awaitReady(int party, long sequence, boolean yielding) {
        await(party, 2 * sequence, yielding);
    }

    void awaitDone(int party, long sequence, boolean yielding) {
        await(party, 2 * sequence + 1, yielding);
    }

    private void await(int party, long value, boolean yielding) {
        for (long seen; (seen = OffHeap.getLongAcquire(address + party)) < value;) {
            if (seen == FAILED) {
                throw new IllegalStateException("the other side failed; what it said stands above");
            }
            pause(yielding);
        }
    }

    /** The leader's part of {@link #LINE}: numbers from {@code first} on go there, and come back one by one. */
    void callOut(long first, int count) {
        for (long number = first; number < first + count; number++) {
            // Pairs with echo; its answer with this loop.
            OffHeap.putLongRelease(address + THERE, number);
            while (OffHeap.getLongAcquire(address + BACK) != number) {
                // Nothing: a pause would be part of the time.
            }
        }
    }

    /** The follower's part. */
    void echo(long first, int count) {
        for (long number = first; number < first + count; number++) {
            while (OffHeap.getLongAcquire(address + THERE) != number) {
                // As above.
            }
            OffHeap.putLongRelease(address + BACK, number);
        }
    }

    private static void pause(boolean yielding) {
        if (yielding) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
