package io.sidecore.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * What stood in a place of the table of parties at one moment; a plain value that outlives its region.
 *
 * <p>The words are those of shared memory, so a hostile process can make them lie.
 *
 * @param index        place in the table, 0 for the consumer
 * @param pid          process id of the owner, as it sees itself
 * @param liveness     whether that process runs
 * @param heartbeat    milliseconds since 1970 of the last heartbeat or registration, 0 if there was none
 * @param intentLength bytes of the claim that a producer is about to make, 0 if it never made one
 * @param intentStart  position at which a producer is about to claim, or has claimed
 * @param claimedStart position of the producer's latest claim
 */
public record PartySnapshot(int index, long pid, Liveness liveness, long heartbeat, long intentLength,
        long intentStart, long claimedStart) {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    /** An owner that changes under our eyes this often is not one to report. */
    private static final int ATTEMPTS = 8;

    /** Reads a place; empty if nobody has it. */
    static Optional<PartySnapshot> read(MemorySegment region, int index) {
        long place = RegionHeader.PARTIES + (long) index * RegionHeader.PARTY_LENGTH;
        for (int i = 0; i < ATTEMPTS; i++) {
            // Pairs with the compare-and-set of a registration.
            long owner = (long) LONG.getAcquire(region, place + Party.OWNER);
            if (owner >>> Party.PID_SHIFT == 0) {
                return Optional.empty();
            }
            // Pairs with the release store that ends a registration.
            long startWord = (long) LONG.getAcquire(region, place + Party.START_TICKS);
            long namespace = (long) LONG.getOpaque(region, place + Party.NAMESPACE);
            long heartbeat = (long) LONG.getOpaque(region, place + Party.HEARTBEAT);
            // Start first, by acquire: the length and the claim that belong to it are then at least as new.
            long intentStart = (long) LONG.getAcquire(region, place + Party.INTENT_START);
            long intentLength = (long) LONG.getOpaque(region, place + Party.INTENT_LENGTH);
            long claimedStart = (long) LONG.getAcquire(region, place + Party.CLAIMED_START);
            if ((long) LONG.getAcquire(region, place + Party.OWNER) == owner) {
                return Optional.of(new PartySnapshot(index, owner >>> Party.PID_SHIFT,
                        ProcessIdentity.registered(owner, startWord, namespace).liveness(), heartbeat, intentLength,
                        intentStart, claimedStart));
            }
        }
        return Optional.empty();
    }
}
