package io.sidecore.stress.crash;

import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * A process of another PID namespace, which registers in a place by the same stores as {@link Party#tryRegister()}. Its process id means nothing here, and
 * is gone: only the namespace keeps others from taking it for dead. It never dies.
 */
final class Foreigner {
    /** Offsets and widths as {@link Party} describes them. */
    private static final int START_TICKS = 8;
    private static final int NAMESPACE = 16;
    private static final int EPOCH_BITS = 20;
    private static final long EPOCH = (1L << EPOCH_BITS) - 1;
    /** No inode of a namespace has this number. */
    private static final long ELSEWHERE = 1;
    private static final long TICKS = 1;

    private final Party place;

    Foreigner(Party place) {
        this.place = place;
    }

    /** Comes and goes until the others are gone. */
    void live(SplittableRandom random, BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            long seen = place.registration();
            if (seen >>> Party.PID_SHIFT == 0) {
                stay(seen, random);
            }
            Failpoints.pause();
        }
    }

    private void stay(long seen, SplittableRandom random) {
        long address = place.address();
        long owner = SimulatedKernel.gonePid() << Party.PID_SHIFT | ELSEWHERE << EPOCH_BITS | seen + 1 & EPOCH;
        if (!OffHeap.compareAndSetLong(address, seen, owner)) {
            return;
        }
        OffHeap.putLong(address + NAMESPACE, ELSEWHERE);
        OffHeap.putLong(address + Party.HEARTBEAT, TICKS);
        OffHeap.putLongRelease(address + START_TICKS, TICKS << 16 | owner & 0xFFFF);
        for (int i = random.nextInt(20); i >= 0; i--) {
            Failpoints.pause();
        }
        if (!OffHeap.compareAndSetLong(address, owner, owner & EPOCH)) {
            throw new Violation("the place of a live process of another namespace was taken over");
        }
    }
}
