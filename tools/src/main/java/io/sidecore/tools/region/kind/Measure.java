package io.sidecore.tools.region.kind;

/**
 * A number that only grows.
 *
 * @param name  for people and as a JSON key
 * @param value so many since creation
 * @param unit  of what
 */
public record Measure(String name, long value, String unit) {
    /** The unit of positions. */
    public static final String BYTES = "bytes";

    static Measure bytes(String name, long value) {
        return new Measure(name, value, BYTES);
    }
}
