package io.sidecore.stress.crash;

import io.sidecore.memory.Party;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Trial;

/** The state of a structure's region in words, for whoever looks for the reason of a violation. */
final class Dump {
    private Dump() {}

    static String of(Trial trial, SharedMemory memory, Shape shape) {
        StringBuilder text = new StringBuilder();
        text.append("  ").append(shape).append('\n').append(trial.describe(memory, shape));
        for (Party party : memory.parties().taken()) {
            text.append("  place ").append(party.index()).append(": ").append(party.describe()).append(", epoch ")
                    .append(party.epoch()).append(", intent ")
                    .append(OffHeap.getLongAcquire(party.address() + Party.INTENT_LENGTH)).append(" bytes at ")
                    .append(OffHeap.getLongAcquire(party.address() + Party.INTENT_START)).append(", claimed at ")
                    .append(OffHeap.getLongAcquire(party.address() + Party.CLAIMED_START)).append('\n');
        }
        return text.toString();
    }
}
