package io.sidecore.ring;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a {@link LaneRing} from outside: which lanes there are and how they are, each of them a ring of its own to be looked at.
 *
 * <p>It never writes, and every read is bounds-checked. A corrupt lane leaves the others readable. One thread.
 */
public final class LaneRingInspection {
    private final RegionInspection region;
    private final Lanes layout;
    private final RingInspection[] lanes;
    private final List<String> faults;

    /**
     * An inspection of a ring.
     *
     * @param region the ring's region; it stays the caller's to close
     * @throws IllegalArgumentException if it is of another kind
     */
    public LaneRingInspection(RegionInspection region) {
        if (region.kind().orElse(null) != RegionKind.LANE_RING) {
            throw new IllegalArgumentException(region.file() + ": kind " + region.kindCode() + " is not a lane ring");
        }
        this.region = region;
        this.layout = region.lanes();
        int alignment = region.alignment();
        this.faults = faults(region, layout, alignment);
        this.lanes = new RingInspection[faults.isEmpty() ? layout.count() : 0];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new RingInspection(region, false, RegionHeader.LENGTH + layout.records(i), layout.capacity(),
                    alignment, layout.positions(i), List.of());
        }
    }

    private static List<String> faults(RegionInspection region, Lanes layout, int alignment) {
        List<String> faults = new ArrayList<>(region.faults());
        try {
            LaneRing.check(layout, alignment, region.capacity());
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    /** {@return what is wrong with the header, none if the lanes can be looked at; each of them has faults of its own} */
    public List<String> faults() {
        return faults;
    }

    /** {@return lanes that can be looked at: none if the header is faulty} */
    public int lanes() {
        return lanes.length;
    }

    /** {@return bytes of each lane, as the header says} */
    public long laneCapacity() {
        return layout.capacity();
    }

    /**
     * {@return the inspection of a lane}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public RingInspection lane(int lane) {
        return lanes[lane];
    }

    /**
     * {@return the place in the table of parties of a lane's producer}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public static int place(int lane) {
        return LaneRing.place(lane);
    }

    /**
     * {@return whether a producer has ever opened a lane; acquire}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public boolean isOpened(int lane) {
        return (region.longAt(RegionHeader.LANES_OPENED) >>> lane & 1) != 0;
    }

    /**
     * {@return whether a consumer has found a lane corrupt; acquire}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public boolean isQuarantined(int lane) {
        return (region.longAt(RegionHeader.CLOSED) >>> place(lane) & 1) != 0;
    }

    /** {@return whether the ring has been closed to new messages; acquire} */
    public boolean isClosed() {
        return (region.longAt(RegionHeader.CLOSED) & Ring.CLOSED_BIT) != 0;
    }
}
