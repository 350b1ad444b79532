package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import java.util.List;

/**
 * A claim that is neither committed nor aborted, as far as can be seen.
 *
 * @param unit      what {@code at} counts: a position or a sequence number
 * @param at        where it is
 * @param length    bytes, 0 if not known
 * @param claimants one of whom has made it
 * @param holdsUp   whether others must wait for it
 * @param then      what becomes of it, or what to do
 */
public record OpenClaim(String unit, long at, long length, List<PartySnapshot> claimants, boolean holdsUp,
        String then) {
    /** {@return under which name it is watched} */
    public String watched() {
        return "open claim at " + at;
    }
}
