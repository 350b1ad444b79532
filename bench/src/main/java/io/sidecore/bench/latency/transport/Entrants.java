package io.sidecore.bench.latency.transport;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.rings.message.Payload;
import java.util.List;
import java.util.Locale;

/** What is compared: each group in JVMs of its own, because threads of one group's members would disturb those of another. */
public enum Entrants {
    /** Rings and queues, in memory that two threads or two processes share. */
    RINGS,
    /** Aeron, whose driver and conductors have threads of their own. */
    AERON,
    /** System calls: at once, and through a page. */
    CALLS;

    /** Bytes of data of a ring: room for twice as many messages as may be in flight, so that nobody waits for room. */
    static final int CAPACITY = 1 << 17;
    /** Messages that the other side takes at a time, at most. */
    static final int BATCH = 16;

    /** {@return as it stands on the command line and in file names} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The members; ratios are taken to the first.
     *
     * @param processes whether between two processes
     * @param synced    whether calls are followed by fdatasync
     * @return those that can be measured so; none if the group cannot
     */
    public List<Entrant> members(boolean processes, boolean synced) {
        return all(processes, synced).stream().filter(entrant -> !processes || entrant.betweenProcesses()).toList();
    }

    private List<Entrant> all(boolean processes, boolean synced) {
        Entrant spsc = new Entrant("SpscRing", "SpscRing", true,
                (folder, create) -> processes ? SpscEcho.mapped(folder, create) : SpscEcho.anonymous());
        return switch (this) {
            // A peer comes first, so that a ring of ours that has become slower is seen in its ratio.
            case RINGS -> List.of(
                    new Entrant("Agrona OneToOneRingBuffer", "Agrona-OneToOneRingBuffer", true,
                            (folder, create) -> processes
                                    ? AgronaOneToOneEcho.mapped(folder)
                                    : AgronaOneToOneEcho.anonymous()),
                    new Entrant("Agrona ManyToOneRingBuffer", "Agrona-ManyToOneRingBuffer", true,
                            (folder, create) -> processes
                                    ? AgronaManyToOneEcho.mapped(folder)
                                    : AgronaManyToOneEcho.anonymous()),
                    new Entrant("JCTools SpscArrayQueue", "JCTools-SpscArrayQueue", false,
                            (folder, create) -> new JctoolsEcho()),
                    spsc,
                    new Entrant("MpscRing", "MpscRing", true,
                            (folder, create) -> processes ? MpscEcho.mapped(folder, create) : MpscEcho.anonymous()),
                    new Entrant("LaneRing", "LaneRing", true,
                            (folder, create) -> processes ? LaneEcho.mapped(folder, create) : LaneEcho.anonymous()));
            case AERON -> List.of(new Entrant("Aeron IPC", "Aeron-IPC", true, AeronEcho::new), spsc);
            case CALLS -> List.of(
                    new Entrant(synced ? "direct pwrite + fdatasync" : "direct pwrite", "direct", false,
                            (folder, create) -> new DirectWrites(synced)),
                    new Entrant(synced ? "page, pwrite + fdatasync" : "page, pwrite", "page", false,
                            (folder, create) -> new PageWrites(CorePlan.automatic().syscall().id(), synced)));
        };
    }

    /** The number of a message, from its first word and the sum of all; throws if they do not belong together. */
    static long whole(long first, long sum) {
        if (sum != Payload.sum(first)) {
            throw new IllegalStateException("message " + first + " came back damaged");
        }
        return first;
    }
}
