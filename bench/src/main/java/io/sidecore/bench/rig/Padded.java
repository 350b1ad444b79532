package io.sidecore.bench.rig;

/**
 * 128 bytes in front of the fields of a subclass that one side writes for each message. Such a class ends with as many bytes of its
 * own, so that no other object shares a line with them.
 *
 * <p>HotSpot lays references out behind all else, so these bytes are references. Where the superclass ends with one, it lays them out in front:
 * such a class has longs behind it, and no other fields but longs and references.
 */
public abstract class Padded {
    /** Behind the object's header, where the JVM would put a field of a subclass. */
    @SuppressWarnings("unused")
    private int hole;
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    /** For subclasses. */
    protected Padded() {}
}
