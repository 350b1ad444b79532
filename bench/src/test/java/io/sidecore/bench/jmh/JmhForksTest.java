package io.sidecore.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.rig.ForkJvm;
import io.sidecore.tools.CommandFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhForksTest {
    @TempDir
    private Path folder;

    private final JmhForks forks = new JmhForks(new JmhEffort(1, 3, 10), ForkJvm.FLAGS);

    /** Benchmarks that cost nothing but what they allocate. */
    private record Of(JmhEntrant... each) implements JmhExperiment {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String title() {
            return "test";
        }

        @Override
        public List<JmhEntrant> entrants() {
            return List.of(each);
        }
    }

    private static JmhEntrant allocating(int bytes) {
        return new JmhEntrant(bytes + " bytes", AllocatingBenchmark.class, "allocate").with("bytes", bytes);
    }

    @Test
    void aForkIsOneRoundAndBytesAreCounted() throws Exception {
        List<Double> heard = new ArrayList<>();
        Rounds rounds = forks.fork(new Of(allocating(0), allocating(64)), 1, folder, heard::add);
        assertThat(rounds.names()).containsExactly("0 bytes", "64 bytes");
        assertThat(rounds.nanos()).hasDimensions(2, 1);
        assertThat(Arrays.stream(rounds.of("0 bytes"))).allMatch(nanos -> nanos > 0);
        assertThat(rounds.bytesOf("0 bytes")).isLessThan(0.1);
        // An array has a head of 16 bytes.
        assertThat(rounds.bytesOf("64 bytes")).isBetween(79.0, 81.0);
        assertThat(rounds.waitedPercent()).isBetween(0.0, 100.0);
        assertThat(heard).containsExactly(0.5, 1.0);
        assertThat(folder.resolve("test-00-fork1.json")).isNotEmptyFile();
    }

    @Test
    void waitsAreKnownOfPinnedThreadsOnly() throws Exception {
        JmhEntrant unpinned = allocating(0).with("isPinned", "false");
        assertThat(forks.fork(new Of(unpinned), 1, folder, share -> {}).waitedPercent()).isNaN();
        assertThat(forks.fork(new Of(unpinned, allocating(64)), 1, folder, share -> {}).waitedPercent())
                .isBetween(0.0, 100.0);
    }

    @Test
    void theNamesKeepTheirOrderWhicheverIsFirst() throws Exception {
        Rounds rounds = forks.fork(new Of(allocating(0), allocating(64)), 2, folder, share -> {});
        assertThat(rounds.names()).containsExactly("0 bytes", "64 bytes");
        assertThat(rounds.bytesOf("64 bytes")).isGreaterThan(rounds.bytesOf("0 bytes"));
    }

    @Test
    void aBenchmarkThatFailsNamesTheFileWithItsReasonOrIsLeftOutIfOptional() throws Exception {
        JmhEntrant failing = allocating(-1);
        assertThatThrownBy(() -> forks.fork(new Of(failing), 1, folder, share -> {}))
                .isInstanceOf(CommandFailed.class).hasMessageContaining("test, -1 bytes").hasMessageContaining(".txt");
        assertThat(folder.resolve("test-00-fork1.txt")).content().contains("NegativeArraySizeException");
        Rounds rounds = forks.fork(new Of(allocating(0), failing.ifItRuns()), 1, folder, share -> {});
        assertThat(rounds.names()).containsExactly("0 bytes");
        assertThat(rounds.missing()).containsOnlyKeys("-1 bytes");
    }
}
