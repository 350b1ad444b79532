package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place in the table of parties: who plays a role on a region, since when, and whether it is still alive.
 *
 * <pre>
 *   byte  0          8             16          24          32              40             48
 *         | owner    | start ticks | namespace | heartbeat | intent length | intent start | claimed start | zero ... 128
 *
 *   owner:       | process id, 24 bits | PID namespace, 20 | epoch, 20 |       process id 0 if the place is free
 *   start ticks: | start time of the process, 48 bits  | epoch, 16 |
 *   namespace:   | time namespace, 32 bits | PID namespace, 32 |               inodes
 * </pre>
 *
 * <p>The epoch counts the registrations on this place, so that two registrations of one process differ. {@code start ticks}
 * is written last, with release order; as long as its epoch is another, the registration is not complete, and of the words
 * only the owner's counts: with the lowest bits of the namespace, in which its process id means something. The three words of a claim
 * belong to the rings with several producers. Any thread may read; the words are those of shared memory, so a hostile
 * process can make them lie.
 */
public final class Party {
    /** Where in the owner word, the first of a place, the process id begins. */
    public static final int PID_SHIFT = 40;
    /** Of the namespace, and of the epoch. */
    static final long LOW_BITS = (1L << 20) - 1;
    static final int EPOCH_BITS = 20;
    static final int OWNER = 0;
    static final int START_TICKS = 8;
    static final int NAMESPACE = 16;
    /** Offset of the time of the owner's last sign of life, in milliseconds since 1970. */
    public static final int HEARTBEAT = 24;
    /** Offset of the length of the claim that a producer is about to make. */
    public static final int INTENT_LENGTH = 32;
    /** Offset of the position at which a producer is about to claim, or has claimed. */
    public static final int INTENT_START = 40;
    /** Offset of the position of a producer's latest claim. */
    public static final int CLAIMED_START = 48;

    private final SharedMemory memory;
    private final int index;
    private final long address;

    Party(SharedMemory memory, int index) {
        this.memory = memory;
        this.index = index;
        this.address = memory.region().address() + RegionHeader.PARTIES + (long) index * RegionHeader.PARTY_LENGTH;
    }

    /** {@return the place in the table, 0 for the consumer} */
    public int index() {
        return index;
    }

    /** {@return absolute address of the place, for the rings} */
    public long address() {
        return address;
    }

    /** {@return whether somebody is registered here, dead or alive} */
    public boolean isTaken() {
        return pid() != 0;
    }

    /** {@return process id of the owner, 0 if the place is free} */
    public long pid() {
        return owner() >>> PID_SHIFT;
    }

    /** {@return how many registrations this place has seen, the present one included; wraps at 2^20} */
    public long epoch() {
        return owner() & LOW_BITS;
    }

    long owner() {
        return OffHeap.getLongAcquire(address + OWNER);
    }

    /** {@return milliseconds since 1970 of the owner's last heartbeat or registration; empty if there was none} */
    public OptionalLong heartbeat() {
        long at = OffHeap.getLongOpaque(address + HEARTBEAT);
        return at == 0 ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /**
     * Whether the owner is known to be dead, by {@code /proc}: its process id is gone, is a zombie, or belongs to a process
     * that started later. False if it is alive, and if nothing can be known because it lives in another PID or time namespace.
     * Allocates and reads {@code /proc} only if the owner is, or was, another process than this one.
     *
     * @return true only if nobody can be writing on behalf of this place any more
     */
    public boolean isDead() {
        long owner = owner();
        if (owner >>> PID_SHIFT == 0) {
            return false;
        }
        long start = OffHeap.getLongAcquire(address + START_TICKS);
        long namespace = OffHeap.getLong(address + NAMESPACE);
        // Polls ask, mostly about a thread of their own process: without allocating anything.
        return !ProcessIdentity.isSelf(owner, start, namespace)
                && ProcessIdentity.registered(owner, start, namespace).liveness() == Liveness.DEAD
                && owner() == owner;
    }

    private static long owner(long pid, long namespace, long epoch) {
        return pid << PID_SHIFT | (namespace & LOW_BITS) << EPOCH_BITS | epoch & LOW_BITS;
    }

    /** {@return one line for messages: who, and for how long it has been silent} */
    public String describe() {
        if (!isTaken()) {
            return "nobody";
        }
        // Loaded once: a peer may take it away.
        OptionalLong heartbeat = heartbeat();
        String silent = heartbeat.isPresent()
                ? ", last heartbeat " + Math.max(0, System.currentTimeMillis() - heartbeat.getAsLong()) + " ms ago"
                : "";
        boolean self = pid() == ProcessIdentity.self().pid();
        return (self ? "this process (" : "process ") + pid() + (self ? ")" : "") + (isDead() ? ", which is dead" : "")
                + silent;
    }

    /**
     * Takes the place, which must be free or its owner dead.
     *
     * @param role for the message, "producer" for example
     * @return the registration, to be closed when the role ends
     * @throws IllegalStateException if somebody else has it who is not known to be dead
     */
    public Registration register(String role) {
        long owner = owner();
        if (owner >>> PID_SHIFT != 0 && !isDead()) {
            throw new IllegalStateException(memory.name() + ": the " + role + " is " + describe()
                    + ": one at a time; close that one first");
        }
        Registration registration = tryRegister(owner);
        if (registration == null) {
            throw new IllegalStateException(memory.name() + ": the " + role + " has just become " + describe());
        }
        return registration;
    }

    /**
     * Takes the place if it is free or its owner dead.
     *
     * @return the registration; empty if somebody has the place who is not known to be dead, or was quicker
     */
    public Optional<Registration> tryRegister() {
        long owner = owner();
        return owner >>> PID_SHIFT != 0 && !isDead() ? Optional.empty() : Optional.ofNullable(tryRegister(owner));
    }

    /**
     * Takes the place if it is as the caller has seen it.
     *
     * @param seen the owner word
     * @return the registration, or null if somebody was quicker
     */
    Registration tryRegister(long seen) {
        ProcessIdentity self = ProcessIdentity.self();
        long owner = owner(self.pid(), self.namespace(), seen + 1);
        if (!OffHeap.compareAndSetLong(address + OWNER, seen, owner)) {
            return null;
        }
        OffHeap.putLong(address + NAMESPACE, self.namespace());
        OffHeap.putLong(address + HEARTBEAT, System.currentTimeMillis());
        OffHeap.putLongRelease(address + START_TICKS, self.startTicks() << 16 | owner & 0xFFFF);
        Registration registration = new Registration(this, owner);
        return registration.isCurrent() ? registration : null;
    }

    /**
     * Which registration has the place: process and epoch as one word, that no later registration has again.
     *
     * @return the word, for {@link #free}
     */
    public long registration() {
        return owner();
    }

    /**
     * Frees the place, if it still belongs to that registration. What the caller has found out about its owner since it asked for the word, and what
     * stands in the place for him, is then true of that registration, and of no other that has come meanwhile.
     *
     * @param seen from {@link #registration}, of an owner that is dead
     * @return whether it was freed by this call
     */
    public boolean free(long seen) {
        return OffHeap.compareAndSetLong(address + OWNER, seen, seen & LOW_BITS);
    }
}
