package io.sidecore.bench.memory.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.Rounds;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AblationExperimentTest {
    private final AblationExperiment experiment = new AblationExperiment();

    /** Step n takes 10 + 2n ns, the ring {@code ring}; in the second round all take twice as long. */
    private List<String> notes(double ring) {
        List<String> names = experiment.contenders();
        double[][] nanos = new double[names.size()][];
        for (int step = 0; step < nanos.length; step++) {
            double each = step == nanos.length - 1 ? ring : 10 + 2 * step;
            nanos[step] = new double[]{each, 2 * each, each};
        }
        Rounds rounds = new Rounds(names, nanos, new double[nanos.length], 0);
        return experiment.notes(
                new ExperimentResult(experiment.name(), experiment.title(), "", List.of(), List.of(rounds)));
    }

    @Test
    void everyIngredientIsWhatItAddsToTheStepBefore() {
        List<String> steps = List.copyOf(AblationExperiment.STEPS.keySet());
        List<String> notes = notes(20);
        assertThat(notes.getFirst()).startsWith(AblationExperiment.BARE).endsWith("+10.00 ns");
        for (int step = 1; step < steps.size(); step++) {
            assertThat(notes.get(step)).startsWith(steps.get(step)).endsWith("+2.00 ns");
        }
    }

    @Test
    void sumAndTheRingAreComparedInPercentOfTheRing() {
        double sum = 10 + 2 * (AblationExperiment.STEPS.size() - 1);
        assertThat(notes(2 * sum))
                .anyMatch(line -> line.startsWith("sum ") && line.endsWith(String.format(Locale.ROOT, "+%.2f ns", sum)))
                .anyMatch(line -> line.startsWith(AblationExperiment.RING)
                        && line.endsWith(String.format(Locale.ROOT, "+%.2f ns", 2 * sum)))
                .last().asString()
                .startsWith("All ingredients together take 50 % of the ring's time, 50 to 50 % over forks");
        assertThat(notes(sum / 2)).last().asString().startsWith("All ingredients together take 200 % ");
    }
}
