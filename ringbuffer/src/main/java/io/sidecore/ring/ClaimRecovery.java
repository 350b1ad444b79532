package io.sidecore.ring;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whose claim stands open at the head of an {@link MpscRing}, and skips it if that process is dead.
 *
 * <p>Before the compare-and-set of the tail, a producer stores in its own place where it is about to claim (intent start) and how much;
 * after it, where it has claimed, or, if it has lost, that it claims nowhere. So the owner of a hole is among those whose intent starts there.
 * If one has stored its claim, it is the owner. If none has, those that have just lost are candidates too: as long as one of them lives,
 * it may be the owner, and nothing is done; it will go on, and show. If all are dead, no payload was written yet, all words of the hole are
 * zero, and it ends where the next claim begins: known as the tail, as a header, or as the start of an intent, for every intent is a tail that
 * was seen. The owner's length always leads there. A loser's may lead to the beginning of a later claim, but never to one within the hole:
 * so the shortest that leads to a beginning is the owner's.
 */
final class ClaimRecovery {
    private ClaimRecovery() {}

    static long repairHole(MpscRing ring, long position) {
        long header = ring.dataAddress() + (position & ring.capacity() - 1);
        long tail = ring.producerPosition();
        if (tail == position || OffHeap.getLongAcquire(header) != 0) {
            return 0;
        }
        List<Party> candidates = new ArrayList<>();
        boolean someoneLives = false;
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            // A place that was never used says that it claims nothing, at position 0.
            if (!party.isTaken() || intentStart(party) != position || intentLength(party) == 0) {
                continue;
            }
            boolean dead = party.isDead();
            if (OffHeap.getLongAcquire(party.address() + Party.CLAIMED_START) == position) {
                candidates = List.of(party);
                someoneLives = !dead;
                break;
            }
            candidates.add(party);
            someoneLives |= !dead;
        }
        if (someoneLives || OffHeap.getLongAcquire(header) != 0) {
            // In the second case it was committed while we looked.
            return 0;
        }
        if (candidates.isEmpty()) {
            throw new CorruptRingException(ring.memory().name() + ": position " + position
                    + " is claimed by nobody, and the producers' position is " + tail);
        }
        long length = length(ring, candidates, position, tail);
        long offset = position & ring.capacity() - 1;
        if (length < ring.alignment() || length % ring.alignment() != 0 || length > tail - position
                || offset + length > ring.capacity()) {
            throw new CorruptRingException(ring.memory().name() + ": the dead " + candidates.getFirst().describe()
                    + " claims " + length + " bytes at position " + position);
        }
        // Compare-and-set, although the owner is dead: a hostile process may have lied about that, and its commit must not be torn.
        return OffHeap.compareAndSetLong(header, 0, RecordLayout.header(length, RecordLayout.PADDING_TYPE))
                ? length
                : 0;
    }

    private static long length(MpscRing ring, List<Party> candidates, long position, long tail) {
        if (candidates.size() == 1) {
            return intentLength(candidates.getFirst());
        }
        return candidates.stream().mapToLong(ClaimRecovery::intentLength)
                .filter(length -> isStartOfClaim(ring, position + length, tail)).min().orElse(0);
    }

    private static boolean isStartOfClaim(MpscRing ring, long position, long tail) {
        if (position >= tail) {
            return position == tail;
        }
        long header = ring.dataAddress() + (position & ring.capacity() - 1);
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            if (intentStart(parties.get(i)) == position) {
                return true;
            }
        }
        // After the intents: a producer that commits has its header there before its intent goes elsewhere.
        return OffHeap.getLongAcquire(header) != 0;
    }

    /** Frees the places of dead producers that have no claim open: theirs is consumed, or was never made. */
    static void freePlaces(MpscRing ring, long position) {
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            // Asked again once it is dead: it may have claimed, and died, since the first look.
            if (party.isTaken() && hasNoClaim(ring, party, position) && party.isDead()
                    && hasNoClaim(ring, party, position)) {
                party.freeIfDead();
            }
        }
    }

    private static boolean hasNoClaim(MpscRing ring, Party party, long position) {
        long start = intentStart(party);
        return start < position || start == ring.producerPosition();
    }

    private static long intentStart(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_START);
    }

    private static long intentLength(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_LENGTH);
    }
}
