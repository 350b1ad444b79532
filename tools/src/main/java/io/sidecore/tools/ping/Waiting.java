package io.sidecore.tools.ping;

import java.util.concurrent.locks.LockSupport;

/** What a side does while there is nothing: it spins first, then lets others run, and sleeps only after a long silence. One thread. */
final class Waiting {
    private static final int SPINS = 2_000;
    private static final long AWAKE_NANOS = 1_000_000_000;
    private static final long NAP_NANOS = 1_000_000;

    private int idle;
    private long idleSince;
    private boolean shared;

    /** Whether both sides run on one CPU: spinning would only keep the other off it. */
    void shareCpu(boolean together) {
        shared = together;
    }

    void busy() {
        idle = 0;
    }

    void idle(long now) {
        if (idle++ == 0) {
            idleSince = now;
        }
        if (now - idleSince > AWAKE_NANOS) {
            LockSupport.parkNanos(NAP_NANOS);
        } else if (shared || idle > SPINS) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
