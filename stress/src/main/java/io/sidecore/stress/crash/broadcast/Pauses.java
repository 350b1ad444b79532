package io.sidecore.stress.crash.broadcast;

import io.sidecore.stress.failpoint.Failpoints;
import java.util.SplittableRandom;

/** Lets the others go on: nobody holds up a side of these structures, so that without pauses one side would do all of its work alone. */
final class Pauses {
    private Pauses() {}

    static void some(SplittableRandom random, int most) {
        for (int i = random.nextInt(most); i >= 0; i--) {
            Failpoints.pause();
        }
    }
}
