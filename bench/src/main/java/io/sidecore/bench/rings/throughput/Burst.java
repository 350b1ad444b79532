package io.sidecore.bench.rings.throughput;

/** How many messages one store publishes; a constant of the JVM, as the size of a message is. */
public final class Burst {
    /** Name of the system property that sets the number. */
    public static final String PROPERTY = "sidecore.bench.burst";

    private static final int DEFAULT = 16;

    private Burst() {}

    /** {@return the number that a fork started now will have} */
    static int messages() {
        return Integer.getInteger(PROPERTY, DEFAULT);
    }
}
