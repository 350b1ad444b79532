package io.sidecore.tools.region;

import io.sidecore.memory.Parties;
import io.sidecore.memory.RegionInspection;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.RingInspection;
import java.util.List;
import java.util.OptionalLong;

/** A ring of one log, with one producer or several. */
final class RingView implements RegionView {
    private final RingInspection ring;
    private final List<String> faults;
    private final long consumed;
    private final long produced;

    RingView(RegionInspection region) {
        this.ring = new RingInspection(region);
        this.faults = ring.faults();
        // The consumer first: the backlog is then never negative for a moment.
        this.consumed = ring.consumerPosition();
        this.produced = ring.producerPosition();
    }

    @Override
    public String role(int place) {
        return place == Parties.CONSUMER ? "consumer" : "producer";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public List<Position> positions() {
        return List.of(new Position("producer", produced), new Position("consumer", consumed));
    }

    @Override
    public OptionalLong backlog() {
        return faults.isEmpty()
                ? OptionalLong.of(Math.clamp(produced - consumed, 0, ring.capacity()))
                : OptionalLong.empty();
    }

    @Override
    public List<InspectedRecord> openClaims() {
        if (!faults.isEmpty()) {
            return List.of();
        }
        InspectedRecord head = ring.read(consumed, 0);
        return head.state() == InspectedRecord.State.OPEN_CLAIM ? List.of(head) : List.of();
    }
}
