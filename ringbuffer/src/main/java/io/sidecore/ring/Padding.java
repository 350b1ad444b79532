package io.sidecore.ring;

/**
 * 128 bytes in front of the fields of a side, so that no other object's writes share a line with them. Subclasses have as many behind them.
 *
 * <p>HotSpot lays references out behind all else, so these bytes are references. Where the superclass ends with one, it lays them out in front:
 * such a class has longs behind it, and no other fields but longs and references.
 */
abstract sealed class Padding permits RingProducer, RingConsumer, LaneConsumer {
    /** Behind the object's header, where the JVM would put a field of a subclass. */
    @SuppressWarnings("unused")
    private int hole;
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    Padding() {}
}
