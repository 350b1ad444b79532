package io.sidecore.ring;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.access.OffHeap;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whose claim stands open at the head of an {@link MpscRing}, and skips it if that process is dead.
 *
 * <p>Before the compare-and-set of the tail, a producer stores in its own place how much it is about to claim (intent length) and where
 * (intent start); after it, where it has claimed. So the owner of a hole is among those whose intent starts there. The losers of the same
 * compare-and-set may be, too: as long as one of the candidates lives, it may be the owner, and nothing is done; it will commit, or try
 * elsewhere, or give up and take its intent back.
 *
 * <p>If all are dead, the one that has stored its claim is the owner. If none has, no payload was written yet and all words of the hole are
 * zero. Then the hole ends where the shortest of the candidates' claims would have ended that ends where another claim starts: the owner's
 * does, and within the hole none starts. The length of a loser may be any: it may have died on its way to another claim.
 */
final class ClaimRecovery {
    private ClaimRecovery() {}

    static long repairHole(MpscRing ring, long position) {
        long header = headerAddress(ring, position);
        long tail = ring.producerPosition();
        if (tail == position || OffHeap.getLongAcquire(header) != 0) {
            return 0;
        }
        // Made for the first dead one only: polls come here, and mostly find the owner alive.
        List<Party> candidates = List.of();
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            if (party.isTaken() && intentStart(party) == position) {
                if (!party.isDead()) {
                    return 0;
                }
                candidates = candidates.isEmpty() ? new ArrayList<>() : candidates;
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
        if (length == 0) {
            throw new CorruptRingException(ring.memory().name() + ": position " + position + " is claimed by the dead "
                    + candidates.getFirst().describe() + ", but no length fits; the producers' position is " + tail);
        }
        // Compare-and-set, although the owner is dead: a hostile process may have lied about that, and its commit must not be torn.
        return OffHeap.compareAndSetLong(header, 0, RecordLayout.header(length, RecordLayout.PADDING_TYPE))
                ? length
                : 0;
    }

    /** The length of the hole, or 0 if the words of the candidates contradict the ring. */
    private static long length(MpscRing ring, List<Party> candidates, long position, long tail) {
        long longest = Math.min(tail - position, ring.capacity() - (position & ring.capacity() - 1));
        long shortest = 0;
        for (Party party : candidates) {
            long length = intentLength(party);
            if (length < ring.alignment() || length % ring.alignment() != 0 || length > longest) {
                continue;
            }
            if (OffHeap.getLongAcquire(party.address() + Party.CLAIMED_START) == position) {
                return length;
            }
            if ((shortest == 0 || length < shortest) && isStartOfClaim(ring, position + length, tail)) {
                shortest = length;
            }
        }
        return shortest;
    }

    private static boolean isStartOfClaim(MpscRing ring, long position, long tail) {
        if (position == tail) {
            return true;
        }
        // The intents first: one that has moved on meanwhile has left a header behind.
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            if (intentStart(parties.get(i)) == position) {
                return true;
            }
        }
        return OffHeap.getLongAcquire(headerAddress(ring, position)) != 0;
    }

    /** Frees the places of dead producers that have no claim open: theirs was before the position, or was never made. */
    static void freePlaces(MpscRing ring, long position) {
        Parties parties = ring.memory().parties();
        for (int i = Parties.CONSUMER + 1; i < parties.count(); i++) {
            Party party = parties.get(i);
            // Before all questions: the place may change hands between them.
            long registration = party.registration();
            // Dead first: what a live one is seen to intend may be claimed, and its owner dead, a moment later.
            if (party.isDead() && (intentStart(party) < position || intentStart(party) == ring.producerPosition())) {
                party.free(registration);
            }
        }
    }

    private static long headerAddress(MpscRing ring, long position) {
        return ring.dataAddress() + (position & ring.capacity() - 1);
    }

    private static long intentStart(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_START);
    }

    private static long intentLength(Party party) {
        return OffHeap.getLongAcquire(party.address() + Party.INTENT_LENGTH);
    }
}
