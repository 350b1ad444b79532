package io.sidecore.stress.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the process has kept more and more, from a tenth of the run to its end. */
final class Drift {
    /** What compilers, collectors and malloc may still come to need. */
    private static final long RSS_KIB = 64 * 1024;
    private static final double RSS_SHARE = 0.2;
    private static final long HEAP_KIB = 16 * 1024;
    /** A few that happen to be open just now. */
    private static final long DESCRIPTORS = 16;
    /** Standby threads of the syscall core. */
    private static final long THREADS = 12;

    private Drift() {}

    /** One resource against its bound. */
    record Verdict(String what, long before, long after, long bound) {
        boolean isWithin() {
            return after <= bound;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %,d at a tenth of the run, %,d at its end, at most %,d", what,
                    before,
                    after, bound);
        }
    }

    /** Both after a collection. */
    static List<Verdict> verdicts(Resources before, Resources after) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(new Verdict("resident KiB", before.rssKib(), after.rssKib(),
                before.rssKib() + Math.max(RSS_KIB, (long) (before.rssKib() * RSS_SHARE))));
        verdicts.add(new Verdict("heap KiB", before.heapKib(), after.heapKib(), before.heapKib() + HEAP_KIB));
        verdicts.add(new Verdict("descriptors", before.descriptors(), after.descriptors(),
                before.descriptors() + DESCRIPTORS));
        verdicts.add(new Verdict("threads", before.threads(), after.threads(), before.threads() + THREADS));
        return verdicts;
    }
}
