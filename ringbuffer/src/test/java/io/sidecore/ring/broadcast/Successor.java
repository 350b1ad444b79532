package io.sidecore.ring.broadcast;

import io.sidecore.memory.Deceased;

/** Opens a publishing or writing side as the process does that comes after a killed one. */
final class Successor {
    private static final Deceased KILLED = Deceased.killed();

    private Successor() {}

    static BroadcastPublisher publisher(BroadcastRing ring) {
        KILLED.register(ring.publisherParty());
        return ring.publisher();
    }

    static LatestValueWriter writer(LatestValue value) {
        KILLED.register(value.writerParty());
        return value.writer();
    }
}
