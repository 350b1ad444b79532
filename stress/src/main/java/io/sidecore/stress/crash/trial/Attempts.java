package io.sidecore.stress.crash.trial;

import io.sidecore.stress.failpoint.Failpoints;
import java.util.function.Supplier;

/** Opens a side as soon as its place is free. */
public final class Attempts {
    private static final int ENOUGH = 20_000;

    private Attempts() {}

    /**
     * Opens a side, again and again while another has it.
     *
     * @param <T>  the side
     * @param open throws an {@link IllegalStateException} while the place is not free
     * @return the open side
     */
    public static <T> T untilFree(Supplier<T> open) {
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
