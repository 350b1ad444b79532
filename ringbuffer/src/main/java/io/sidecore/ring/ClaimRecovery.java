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
 * after it, where it has claimed. So the owner of a hole is among those whose intent starts there. The losers of the same compare-and-set
 * are, too: as long as one of the candidates lives, it may be the owner, and nothing is done; it will commit, or try elsewhere.
 * If all are dead, the one that has stored its claim is the owner. If none has, no payload was written yet, all words of the hole are zero, and
 * its length is that of a candidate whose end is where another claim begins: ends of claims are known as tail, as headers, and as
 * starts of intents, for every intent is a tail that was seen.
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
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            if (party.isTaken() && intentStart(party) == position) {
                if (!party.isDead()) {
                    return 0;
                }
                candidates.add(party);
            }
        }
        if (OffHeap.getLongAcquire(header) != 0) {
            // It was committed while we looked.
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
        for (Party party : candidates) {
            if (OffHeap.getLongAcquire(party.address() + Party.CLAIMED_START) == position) {
                return intentLength(party);
            }
        }
        for (Party party : candidates) {
            if (candidates.size() == 1 || isStartOfClaim(ring, position + intentLength(party), tail)) {
                return intentLength(party);
            }
        }
        return 0;
    }

    private static boolean isStartOfClaim(MpscRing ring, long position, long tail) {
        if (position == tail || OffHeap.getLongAcquire(ring.dataAddress() + (position & ring.capacity() - 1)) != 0) {
            return true;
        }
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            if (intentStart(parties.get(i)) == position) {
                return true;
            }
        }
        return false;
    }

    /** Frees the places of dead producers that have no claim open: theirs is consumed, or was never made. */
    static void freePlaces(MpscRing ring, long position) {
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            if (party.isTaken() && (intentStart(party) < position || intentStart(party) == ring.producerPosition())) {
                party.freeIfDead();
            }
        }
    }

    private static long intentStart(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_START);
    }

    private static long intentLength(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_LENGTH);
    }
}
