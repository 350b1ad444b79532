package io.sidecore.bench.report;

import java.util.List;

/**
 * What a contender should take at most: a share of a peer's time, so much more than peers, a time, or memory.
 *
 * @param contender by name
 * @param measure   what is bounded
 * @param peers     by name: one where the measure is a ratio, one or more where it is an excess; otherwise none
 * @param atMost    bound of the median over the forks
 */
public record Target(String contender, Measure measure, List<String> peers, double atMost) {
    /** What a target bounds. */
    public enum Measure {
        /** Time over that of the peer, in the same round. */
        RATIO(""),
        /** Nanoseconds a message beyond those of all peers together, in the same round. */
        EXCESS("ns"),
        /** Nanoseconds a message. */
        NANOS("ns"),
        /** Bytes allocated on the heap for each message. */
        BYTES("B/op");

        private final String unit;

        Measure(String unit) {
            this.unit = unit;
        }

        /** {@return the unit, empty for a ratio} */
        public String unit() {
            return unit;
        }
    }

    /** How a target and a measurement compare. */
    public enum Verdict {
        /** At most what was aimed at. */
        MET("met"),
        /** More. */
        MISSED("missed"),
        /** Others had the CPUs while it was measured: neither can be said. */
        UNDECIDED("no verdict"),
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

    /** Bytes a message: the smallest object, of 16 bytes, with each thousandth. JMH itself allocates some 500 bytes in an iteration. */
    static final double LEAST_BYTES = 0.016;

    /** Copies the list. */
    public Target {
        peers = List.copyOf(peers);
    }

    /**
     * A share of a peer's time.
     *
     * @param contender by name
     * @param peer      by name
     * @param atMost    ratio of the two
     */
    public Target(String contender, String peer, double atMost) {
        this(contender, Measure.RATIO, List.of(peer), atMost);
    }

    /**
     * So much more than peers that are made use of, one after the other.
     *
     * @param contender by name
     * @param peers     by name
     * @param atMost    nanoseconds a message beyond their sum
     * @return the target
     */
    public static Target excess(String contender, List<String> peers, double atMost) {
        return new Target(contender, Measure.EXCESS, peers, atMost);
    }

    /**
     * A time.
     *
     * @param contender by name
     * @param atMost    nanoseconds a message
     * @return the target
     */
    public static Target nanos(String contender, double atMost) {
        return new Target(contender, Measure.NANOS, List.of(), atMost);
    }

    /**
     * No memory for a message.
     *
     * @param contender by name
     * @return at most nothing, see {@link #judge}
     */
    public static Target noAllocation(String contender) {
        return new Target(contender, Measure.BYTES, List.of(), 0);
    }

    /** {@return the contender, over the peer or less the peers if there are any, as tables show it} */
    public String label() {
        return switch (measure) {
            case RATIO -> contender + " / " + peers.getFirst();
            case EXCESS -> contender + " - " + String.join(" - ", peers) + ", " + measure.unit();
            case NANOS, BYTES -> contender + ", " + measure.unit();
        };
    }

    /**
     * Judges what was measured. No memory is less than one object for each thousandth message, because what measures allocates now and then, and a
     * JVM that gives up compiled code, too.
     *
     * @param measured ratio, nanoseconds or bytes, or NaN if the contender or the peer was not measured
     * @return the verdict
     */
    public Verdict judge(double measured) {
        double most = measure == Measure.BYTES ? atMost + LEAST_BYTES : atMost;
        return Double.isNaN(measured) ? Verdict.NOT_MEASURED : measured <= most ? Verdict.MET : Verdict.MISSED;
    }
}
