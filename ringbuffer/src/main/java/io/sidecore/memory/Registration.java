package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;

/**
 * That this process plays a role on a region, until it is closed or the process dies. Any thread.
 *
 * @see Party#register
 */
public final class Registration implements AutoCloseable {
    private final Party party;
    private final long owner;

    Registration(Party party, long owner) {
        this.party = party;
        this.owner = owner;
    }

    /** {@return the place in the table} */
    public Party party() {
        return party;
    }

    /** Tells the others that this role is alive and at work: stores the time, opaque. Costs a clock reading, no system call. */
    public void heartbeat() {
        if (isCurrent()) {
            OffHeap.putLongOpaque(party.address() + Party.HEARTBEAT, System.currentTimeMillis());
        }
    }

    /** {@return whether the place still belongs to this registration; false after {@link #close} and after a takeover} */
    public boolean isCurrent() {
        return party.owner() == owner;
    }

    /** Frees the place, unless somebody has taken it over. */
    @Override
    public void close() {
        OffHeap.compareAndSetLong(party.address() + Party.OWNER, owner, owner & Party.LOW_BITS);
    }
}
