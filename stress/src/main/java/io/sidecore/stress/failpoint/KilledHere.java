package io.sidecore.stress.failpoint;

/** A simulated death: unwinds out of the library; the hooks let no further store of this life through. */
public final class KilledHere extends Error {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: a death is no news. */
    public KilledHere() {
        super("killed", null, false, false);
    }
}
