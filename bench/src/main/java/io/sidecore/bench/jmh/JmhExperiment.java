package io.sidecore.bench.jmh;

import io.sidecore.bench.report.Experiment;
import java.util.List;

/** Benchmarks of JMH that are compared with each other: each in forks of its own, the forks in turns. */
public interface JmhExperiment extends Experiment {
    /** {@return the contenders in the order of the table; the first is what the others are compared with} */
    List<JmhEntrant> entrants();

    @Override
    default List<String> contenders() {
        return entrants().stream().map(JmhEntrant::name).toList();
    }

    @Override
    default List<String> allocationFree() {
        return entrants().stream().filter(JmhEntrant::allocationFree).map(JmhEntrant::name).toList();
    }
}
