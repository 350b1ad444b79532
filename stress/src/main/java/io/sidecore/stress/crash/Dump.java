package io.sidecore.stress.crash;

import io.sidecore.memory.Party;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;

/** The state of a ring's region in words, for whoever looks for the reason of a violation. */
final class Dump {
    private Dump() {}

    static String of(SharedMemory memory) {
        long region = memory.region().address();
        long consumed = OffHeap.getLongAcquire(region + RegionHeader.CONSUMER_POSITION);
        StringBuilder text = new StringBuilder();
        text.append("  capacity ").append(memory.capacity()).append(", alignment ").append(memory.alignment())
                .append(", producer position ").append(OffHeap.getLongAcquire(region + RegionHeader.PRODUCER_POSITION))
                .append(", consumer position ").append(consumed).append(" (word behind it ")
                .append(OffHeap.getLongAcquire(region + RegionHeader.CONSUMER_POSITION + 8))
                .append("), header there 0x")
                .append(Long.toHexString(OffHeap.getLongAcquire(
                        region + RegionHeader.LENGTH + (consumed & memory.capacity() - 1))))
                .append(", closed ").append(OffHeap.getLongAcquire(region + RegionHeader.CLOSED)).append('\n');
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
