package io.sidecore.bench.jmh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A benchmark method as a contender of an experiment.
 *
 * @param name           as it stands in tables
 * @param benchmark      class with the method
 * @param method         annotated with {@link org.openjdk.jmh.annotations.Benchmark}; its score is a time
 * @param parameters     values of the benchmark's {@link org.openjdk.jmh.annotations.Param} fields, one each
 * @param flags          of the JVM, for those that need more than all forks have
 * @param allocationFree whether it is aimed at allocating nothing for an operation
 * @param optional       whether the others are measured without it where it fails
 */
public record JmhEntrant(String name, Class<?> benchmark, String method, Map<String, String> parameters,
        List<String> flags, boolean allocationFree, boolean optional) {
    /** Copies what can be changed. */
    public JmhEntrant {
        parameters = new TreeMap<>(parameters);
        flags = List.copyOf(flags);
    }

    /**
     * Without parameters or flags.
     *
     * @param name      as it stands in tables
     * @param benchmark class with the method
     * @param method    by name
     */
    public JmhEntrant(String name, Class<?> benchmark, String method) {
        this(name, benchmark, method, Map.of(), List.of(), false, false);
    }

    /**
     * The same, with one more parameter.
     *
     * @param field of the benchmark
     * @param value for it
     * @return the entrant
     */
    public JmhEntrant with(String field, Object value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(field, value.toString());
        return new JmhEntrant(name, benchmark, method, more, flags, allocationFree, optional);
    }

    /**
     * The same, in a JVM with other flags.
     *
     * @param more besides those of all forks
     * @return the entrant
     */
    public JmhEntrant withFlags(String... more) {
        return new JmhEntrant(name, benchmark, method, parameters, List.of(more), allocationFree, optional);
    }

    /** {@return the same, aimed at allocating nothing for an operation} */
    public JmhEntrant withoutAllocation() {
        return new JmhEntrant(name, benchmark, method, parameters, flags, true, optional);
    }

    /** {@return the same, left out where it fails: a peer that does not run on every machine} */
    public JmhEntrant ifItRuns() {
        return new JmhEntrant(name, benchmark, method, parameters, flags, allocationFree, true);
    }
}
