package io.sidecore.stress.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * What a run of the suite has shown.
 *
 * @param mode   of JCStress
 * @param millis of an iteration; 0 if it was JCStress's own time for that mode
 * @param cpus   that the JVM had
 * @param tests  by name, those that were asked for and did not run included
 */
public record SuiteFindings(String mode, int millis, int cpus, List<TestFinding> tests) {
    /**
     * Reads the results that JCStress has left in its working directory.
     *
     * @param folder the directory
     * @param mode   of JCStress
     * @param millis of an iteration; 0 if it was JCStress's own time for that mode
     * @param asked  which tests were to run
     * @return the findings
     * @throws IOException if there are no results, or they are not readable
     */
    public static SuiteFindings read(Path folder, String mode, int millis, Predicate<String> asked)
            throws IOException {
        Path file;
        try (var files = Files.list(folder)) {
            file = files.filter(path -> path.getFileName().toString().matches("jcstress-results-.*\\.bin\\.gz"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new IOException("JCStress has left no results in " + folder));
        }
        InProcessCollector collector = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(file.toString(), collector);
        try {
            reader.dump();
        } catch (ClassNotFoundException e) {
            throw new IOException("the results in " + file + " are of another version of JCStress", e);
        } finally {
            reader.close();
        }
        Collection<TestResult> results = collector.getTestResults();
        List<TestFinding> tests = TestList.tests().stream().filter(asked).sorted()
                .map(name -> finding(TestList.getInfo(name),
                        results.stream().filter(result -> result.getName().equals(name)).toList()))
                .toList();
        return new SuiteFindings(mode, millis, Runtime.getRuntime().availableProcessors(), tests);
    }

    private static TestFinding finding(TestInfo test, List<TestResult> results) {
        TreeMap<String, TestFinding.Outcome> outcomes = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        for (TestResult result : results) {
            if (result.status() != Status.NORMAL) {
                errors.add(result.status() + " " + result.getConfig().jvmArgs + " "
                        + String.join("; ", result.getMessages()));
            }
            for (GradingResult graded : result.grading().gradingResults.values()) {
                if (graded.count > 0) {
                    outcomes.merge(graded.id,
                            new TestFinding.Outcome(graded.id, graded.expect, graded.count, graded.description),
                            (a, b) -> new TestFinding.Outcome(a.id(), a.expect(), a.samples() + b.samples(),
                                    a.description()));
                }
            }
        }
        List<TestFinding.Outcome> sorted = outcomes.values().stream()
                .sorted(Comparator.comparing((TestFinding.Outcome outcome) -> !outcome.isForbidden())
                        .thenComparing(TestFinding.Outcome::samples, Comparator.reverseOrder()))
                .toList();
        return new TestFinding(test.name(), test.threads(), results.size(), sorted,
                unseen(test, outcomes.keySet(), results.isEmpty()), errors);
    }

    private static List<String> unseen(TestInfo test, Collection<String> seen, boolean isAll) {
        return test.cases().stream().filter(outcome -> !isAll && outcome.expect() != Expect.FORBIDDEN)
                .filter(outcome -> seen.stream().noneMatch(outcome::matches)).map(SuiteFindings::describe).toList();
    }

    private static String describe(StateCase outcome) {
        return outcome.matchPattern() + ": " + outcome.description();
    }

    /** {@return how the suite was run, in words} */
    public String how() {
        return "mode " + mode + ", " + (millis == 0 ? "JCStress's own time" : millis + " ms") + " an iteration";
    }

    /** {@return whether every test passed that could run here} */
    public boolean isPassed() {
        return tests.stream().allMatch(test -> test.isPassed() || test.runs() == 0 && test.actors() > cpus);
    }

    /** {@return outcomes counted, of all tests} */
    public long samples() {
        return tests.stream().mapToLong(TestFinding::samples).sum();
    }

    /** {@return what this run says nothing about, a sentence each} */
    public List<String> notExercised() {
        List<String> all = new ArrayList<>();
        for (TestFinding test : tests) {
            if (test.runs() == 0) {
                all.add(test.shortName() + " did not run" + (test.actors() > cpus
                        ? ": it needs " + test.actors() + " CPUs, and there are " + cpus + "."
                        : "."));
            }
            for (String unseen : test.unseen()) {
                all.add(test.shortName() + " never ended as " + unseen);
            }
        }
        String architecture = System.getProperty("os.arch");
        if (architecture.equals("amd64")) {
            all.add("This is x86-64, where loads are not reordered with loads, nor stores with stores: what only a weaker processor does was not met."
                    + " ./sidecore mutants and ./sidecore models look for that.");
        }
        if (cpus < 4) {
            all.add("With " + cpus + " CPUs, no more than " + cpus
                    + " threads ran at the same time, and there was one pair of caches at most.");
        }
        all.add("Processes that die, and peers that write what they like, are not JCStress's: ./sidecore crash and ./sidecore hostile do that.");
        return all;
    }
}
