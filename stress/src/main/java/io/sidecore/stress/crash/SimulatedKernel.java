package io.sidecore.stress.crash;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.Schedule.Slot;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plays the part of the kernel in a simulated round: knows who has registered where, and lets the process of a dead slot be gone.
 *
 * <p>All slots share one process, so a death is shown by putting the id of a process that is really gone into the owner word. Also
 * the place to see that a live slot's registration is never taken over or freed by another.
 */
final class SimulatedKernel implements Schedule.Kernel {
    private static final long SELF = ProcessHandle.current().pid();
    private static long gonePid;

    private final Witness witness;
    private final Parties parties;
    private final long[] words;
    private final Slot[] owners;

    SimulatedKernel(SharedMemory memory, Witness witness) {
        this.witness = witness;
        this.parties = memory.parties();
        this.words = new long[parties.count()];
        this.owners = new Slot[parties.count()];
    }

    private static long word(Party party) {
        return OffHeap.getLongAcquire(party.address());
    }

    @Override
    public void registered(Slot slot) {
        for (int i = 0; i < words.length; i++) {
            long word = word(parties.get(i));
            if (word == words[i]) {
                continue;
            }
            boolean ownedBefore = words[i] >>> Party.PID_SHIFT == SELF;
            boolean ownedNow = word >>> Party.PID_SHIFT == SELF;
            if (ownedBefore && (ownedNow || owners[i] != slot)) {
                throw new Violation("place " + i + " of live " + owners[i] + " was "
                        + (ownedNow ? "taken over by " : "freed by ") + slot);
            }
            words[i] = word;
            owners[i] = ownedNow ? slot : null;
        }
    }

    @Override
    public void died(Slot slot) {
        for (int i = 0; i < words.length; i++) {
            if (owners[i] == slot) {
                words[i] = gonePid << Party.PID_SHIFT | words[i] & (1L << Party.PID_SHIFT) - 1;
                owners[i] = null;
                witness.kernelStores(parties.get(i).address(), words[i]);
            }
        }
    }

    /** Of a process that is gone, once it was found. */
    static long gonePid() {
        return gonePid;
    }

    /** Finds the id of a process that is gone, and sees to it that it is still gone. */
    static void findGonePid() throws IOException, InterruptedException {
        while (gonePid == 0 || Files.exists(Path.of("/proc/" + gonePid))) {
            Process shortLived = new ProcessBuilder("true").start();
            shortLived.waitFor();
            gonePid = shortLived.pid();
        }
    }
}
