package io.sidecore.syscall;

/**
 * 128 bytes in front of the fields that one thread writes for each call, so that no other object's writes share a line with them. Subclasses
 * have as many behind them: references, which the JVM lays out behind all else; but first, if the superclass ends with one, and then the class has
 * nothing but longs and references, and longs behind them.
 */
abstract sealed class Padding permits Page, PageQueue {
    /** Behind the object's header, where the JVM would put a field of a subclass. */
    @SuppressWarnings("unused")
    private int hole;
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    Padding() {}
}
