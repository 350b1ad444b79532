package io.sidecore.bench.run;

import io.sidecore.bench.report.ExperimentResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run has measured.
 *
 * @param results  of the experiments of which at least one fork was measured, in the order of the plan
 * @param failures of experiments, by name, and why; the others go on
 */
public record Measured(List<ExperimentResult> results, Map<String, String> failures) {
    /** Copies both. */
    public Measured {
        results = List.copyOf(results);
        failures = new LinkedHashMap<>(failures);
    }
}
