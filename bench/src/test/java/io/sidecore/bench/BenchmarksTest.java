package io.sidecore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.cache.PagesExperiment;
import io.sidecore.bench.floor.NativeCallsExperiment;
import io.sidecore.bench.floor.SyscallsExperiment;
import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.jmh.JmhExperiment;
import io.sidecore.bench.memory.layer.LayersExperiment;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark starts with the parameters and flags of its entrant, and has a score. How good it is, is not for a test. */
class BenchmarksTest {
    private static final String[] FLAGS_OF_ALL_FORKS = {"--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"};

    @BeforeAll
    static void otherRunsDoNotMatter() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    static Stream<Arguments> entrants() {
        return Stream
                .<JmhExperiment>of(new NativeCallsExperiment(), new SyscallsExperiment(), new LayersExperiment(),
                        new PagesExperiment())
                .flatMap(experiment -> experiment.entrants().stream()
                        .map(entrant -> Arguments.of(experiment.name(), entrant.name(), entrant)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("entrants")
    void startsAndHasAScore(String experiment, String name, JmhEntrant entrant) throws RunnerException {
        Collection<RunResult> results;
        try {
            results = new Runner(options(entrant).build()).run();
        } catch (RunnerException e) {
            // What this machine does not have is said to be so.
            assertThat(entrant.optional()).as(e.toString()).isTrue();
            assertThat(e).hasStackTraceContaining("not available here");
            return;
        }
        assertThat(results).singleElement()
                .satisfies(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    private static ChainedOptionsBuilder options(JmhEntrant entrant) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(entrant.benchmark().getName() + "." + entrant.method()) + "$")
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).warmupIterations(0).measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1));
        entrant.parameters().forEach(options::param);
        return entrant.flags().isEmpty()
                ? options.forks(0)
                : options.forks(1).jvmArgs(FLAGS_OF_ALL_FORKS).jvmArgsAppend(entrant.flags().toArray(String[]::new));
    }
}
