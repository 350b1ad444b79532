package io.sidecore.tools.region;

import io.sidecore.memory.RegionInspection;
import io.sidecore.ring.InspectedRecord;
import java.util.List;
import java.util.OptionalLong;

/** A region of a kind that has nothing but its header to show here. */
record HeaderView(RegionInspection region) implements RegionView {
    @Override
    public String role(int place) {
        return "place " + place;
    }

    @Override
    public List<String> faults() {
        return region.faults();
    }

    @Override
    public List<Position> positions() {
        return List.of();
    }

    @Override
    public OptionalLong backlog() {
        return OptionalLong.empty();
    }

    @Override
    public List<InspectedRecord> openClaims() {
        return List.of();
    }
}
