package io.sidecore.bench.report;

/**
 * What a contender should take at most, as a share of a peer.
 *
 * @param contender by name
 * @param peer      by name
 * @param atMost    ratio of the two, median of the forks' medians
 */
public record Target(String contender, String peer, double atMost) {
    /** How a target and a measurement compare. */
    public enum Verdict {
        /** At most what was aimed at. */
        MET("met"),
        /** More. */
        MISSED("missed"),
        /** One of the two was not measured. */
        NOT_MEASURED("not measured");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * Judges a measured ratio.
     *
     * @param ratio contender over peer, or NaN if either was not measured
     * @return the verdict
     */
    public Verdict judge(double ratio) {
        return Double.isNaN(ratio) ? Verdict.NOT_MEASURED : ratio <= atMost ? Verdict.MET : Verdict.MISSED;
    }
}
