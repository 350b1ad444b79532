package io.sidecore.tools.region.kind;

import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.tools.CommandFailed;
import java.util.List;

/** A region of a kind that has nothing but its header to show here. */
final class HeaderView implements RegionView {
    private final String kind;
    private final List<String> faults;

    HeaderView(RegionInspection region) {
        this.kind = region.kindCode() + region.kind().map(RegionKind::name).map(name -> " (" + name + ")").orElse("");
        this.faults = region.faults();
    }

    @Override
    public String role(int place) {
        return "place " + place;
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public int dump(Dump dump) {
        throw new CommandFailed(dump.request().file() + ": kind is " + kind
                + ": only rings and latest values can be dumped; 'sidecore stat' shows the header");
    }
}
