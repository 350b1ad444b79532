package io.sidecore.stress.hostile;

import io.sidecore.stress.hostile.side.Structure;
import java.util.Locale;

/**
 * Who is attacked.
 *
 * @param structure which
 * @param writes    whether the honest side produces, publishes or writes
 */
record Target(Structure structure, boolean writes) {
    /** {@return how the honest side is called on the command line} */
    String side() {
        return writes ? "producer" : "consumer";
    }

    @Override
    public String toString() {
        return structure.name().toLowerCase(Locale.ROOT) + " " + side();
    }
}
