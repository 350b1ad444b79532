package io.sidecore.bench.run;

import io.sidecore.bench.report.Experiment;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An experiment as part of a family.
 *
 * @param family     that it belongs to
 * @param experiment what is measured
 * @param variant    what tells it from others of the same experiment, such as a size; or empty
 * @param properties system properties of its forks, by which they learn the variant
 * @param least      the least depth at which it is run unless it is named
 */
public record Planned(String family, Experiment experiment, String variant, Map<String, String> properties,
        Depth least) {
    /** Copies the map. */
    public Planned {
        properties = new TreeMap<>(properties);
    }

    /**
     * Without variants.
     *
     * @param family     that it belongs to
     * @param experiment what is measured
     * @param least      the least depth at which it is run unless it is named
     */
    public Planned(String family, Experiment experiment, Depth least) {
        this(family, experiment, "", Map.of(), least);
    }

    /** {@return the name on the command line and in reports, such as {@code ring.round-trip}} */
    public String name() {
        return family + "." + experiment.name() + (variant.isEmpty() ? "" : "-" + variant);
    }

    /**
     * The same with one more property, unless it has that already.
     *
     * @param property name
     * @param value    for forks
     * @return the experiment
     */
    public Planned withDefault(String property, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.putIfAbsent(property, value);
        return new Planned(family, experiment, variant, more, least);
    }

    /** Something done while the properties are set. */
    interface Step<T> {
        T take() throws IOException, InterruptedException;
    }

    /** Sets the properties, which titles and forks read, and takes them back. */
    <T> T with(Step<T> step) throws IOException, InterruptedException {
        Map<String, String> before = new HashMap<>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            return step.take();
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }
}
