package io.sidecore.stress.report;

import java.util.List;
import org.openjdk.jcstress.annotations.Expect;

/**
 * What all runs of one test have shown together.
 *
 * @param name     of the test class
 * @param actors   threads that it needs at the same time
 * @param runs     combinations of JVM mode, compilation and affinity that it ran in; 0: it did not run
 * @param outcomes seen, the forbidden ones first
 * @param unseen   descriptions of outcomes that may be, and were not seen
 * @param errors   of runs that ended without a result, or failed otherwise; none as a rule
 */
public record TestFinding(String name, int actors, int runs, List<Outcome> outcomes, List<String> unseen,
        List<String> errors) {
    /**
     * One outcome.
     *
     * @param id          as the test names it
     * @param expect      whether it may be
     * @param samples     how often it was seen
     * @param description what it means
     */
    public record Outcome(String id, Expect expect, long samples, String description) {
        boolean isForbidden() {
            return expect == Expect.FORBIDDEN;
        }
    }

    /** {@return the test's name without its package} */
    public String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** {@return outcomes counted} */
    public long samples() {
        return outcomes.stream().mapToLong(Outcome::samples).sum();
    }

    /** {@return those of them that must not be} */
    public long forbidden() {
        return outcomes.stream().filter(Outcome::isForbidden).mapToLong(Outcome::samples).sum();
    }

    /** {@return those that may be, and are worth a look} */
    public long interesting() {
        return outcomes.stream().filter(outcome -> outcome.expect() == Expect.ACCEPTABLE_INTERESTING)
                .mapToLong(Outcome::samples).sum();
    }

    /** {@return whether it ran, in every run to its end, without an outcome that must not be} */
    public boolean isPassed() {
        return runs > 0 && forbidden() == 0 && errors.isEmpty();
    }

    /** {@return one word for the table} */
    public String verdict() {
        return runs == 0 ? "NOT RUN" : forbidden() > 0 ? "FORBIDDEN" : errors.isEmpty() ? "passed" : "FAILED";
    }
}
