package io.sidecore.stress.crash;

import io.sidecore.stress.failpoint.Failpoints;
import java.util.function.Supplier;

/** Opens a side as soon as its place is free. */
final class Attempts {
    private static final int ENOUGH = 20_000;

    private Attempts() {}

    static <T> T untilFree(Supplier<T> open) {
        for (int i = 1;; i++) {
            try {
                return open.get();
            } catch (IllegalStateException e) {
                if (e.getClass() != IllegalStateException.class) {
                    throw e;
                }
                if (i == ENOUGH) {
                    throw new Violation("a side never becomes free", e);
                }
                Failpoints.pause();
            }
        }
    }
}
