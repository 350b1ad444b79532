package io.sidecore.memory;

import java.util.ArrayList;
import java.util.List;

/** The table of parties in a region's header: place 0 is the consumer's, the others are producers'. Any thread. */
public final class Parties {
    /** The place of the consumer. */
    public static final int CONSUMER = 0;

    private final SharedMemory memory;
    private final Party[] places = new Party[RegionHeader.PARTY_COUNT];

    Parties(SharedMemory memory) {
        this.memory = memory;
        for (int i = 0; i < places.length; i++) {
            places[i] = new Party(memory, i);
        }
    }

    /**
     * {@return a place}
     *
     * @param index 0 to {@link RegionHeader#PARTY_COUNT} - 1
     */
    public Party get(int index) {
        return places[index];
    }

    /** {@return places in the table} */
    public int count() {
        return places.length;
    }

    /** {@return the places that somebody has, dead or alive} */
    public List<Party> taken() {
        List<Party> taken = new ArrayList<>();
        for (Party party : places) {
            if (party.isTaken()) {
                taken.add(party);
            }
        }
        return List.copyOf(taken);
    }

    /** {@return whether somebody, dead or alive, has every producer's place} */
    public boolean isFull() {
        for (int i = CONSUMER + 1; i < places.length; i++) {
            if (!places[i].isTaken()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes any free producer's place; places of dead producers are left to {@code recover}, because a claim may be open there.
     *
     * @return the registration
     * @throws IllegalStateException if all places are taken
     */
    public Registration registerProducer() {
        for (int i = CONSUMER + 1; i < places.length; i++) {
            long seen = places[i].owner();
            if (seen >>> Party.PID_SHIFT == 0) {
                Registration registration = places[i].tryRegister(seen);
                if (registration != null) {
                    return registration;
                }
            }
        }
        throw new IllegalStateException(memory.name() + ": all " + (places.length - 1)
                + " places for producers are taken; close one, or let the consumer recover those of dead processes");
    }
}
