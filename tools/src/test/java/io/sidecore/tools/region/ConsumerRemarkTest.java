package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a consumer is to blame that messages wait, and when it is not. */
class ConsumerRemarkTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("ring");
    }

    private CommandRun statAtOnce() {
        return CommandRun.of("stat", "--interval", "0", file);
    }

    @Test
    void consumerThatTakesNothingIsNamedOnceItWasSeenTwice() throws IOException {
        SpscRing ring = SpscRing.create(file, 4096);
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            producer.tryClaim(1, 8);
            producer.commit();
            assertThat(statAtOnce().out()).doesNotContain("STALLED");
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out())
                    .contains("STALLED     consumer process " + SELF + " (alive) takes nothing while 64 bytes wait")
                    .containsPattern("; seen for \\d+\\.\\d s\\R")
                    .containsPattern("consumer +0   0 bytes/s, unchanged for \\d+\\.\\d s\\R");
            consumer.poll((type, segment, offset, length) -> {}, 1);
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out()).doesNotContain("STALLED");
        }
    }

    @Test
    void consumerForWhomNothingHasWaitedIsNotBlamed() throws IOException {
        SpscRing ring = SpscRing.create(file, 4096);
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            Observation observation = new Observation(file);
            observation.observe();
            producer.tryClaim(1, 8);
            producer.commit();
            observation.observe();
            assertThat(observation.remarks()).as("it came between the looks").isEmpty();
            observation.observe();
            assertThat(observation.remarks()).hasSize(1);
            assertThat(consumer.poll((type, segment, offset, length) -> {}, 1)).isOne();
            observation.observe();
            assertThat(observation.remarks()).isEmpty();
        }
    }

    @Test
    void messagesThatNobodyConsumesAreRemarked() throws IOException {
        SpscRing ring = SpscRing.create(file, 4096);
        try (SpscProducer producer = ring.producer()) {
            assertThat(statAtOnce().out()).doesNotContain("NOBODY");
            producer.tryClaim(1, 8);
            producer.commit();
            assertThat(statAtOnce().out()).contains("NOBODY      nobody consumes: 64 bytes wait");
        }
    }

    @Test
    void consumerThatMustWaitForAClaimIsNotBlamed() throws IOException {
        MpscRing ring = MpscRing.create(file, 4096);
        try (MpscProducer slow = ring.producer();
                MpscProducer other = ring.producer();
                var consumer = ring.consumer()) {
            slow.tryClaim(1, 8);
            other.tryClaim(1, 8);
            other.commit();
            assertThat(consumer.poll((type, segment, offset, length) -> {}, 1)).isZero();
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out()).contains("STALLED     position 0")
                    .contains("the consumer waits until it is committed or aborted").doesNotContain("takes nothing");
        }
    }
}
