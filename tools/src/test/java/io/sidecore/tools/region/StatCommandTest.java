package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.CommandRun;
import io.sidecore.tools.Main;
import io.sidecore.tools.region.kind.RegionView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StatCommandTest {
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
    void ringOfOneProducerShowsPositionsBacklogAndParties() throws IOException {
        SpscRing ring = SpscRing.create(file, 4096);
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            for (int i = 0; i < 5; i++) {
                producer.tryClaim(1, 100);
                producer.commit();
            }
            consumer.poll((type, segment, offset, length) -> {}, 1);
            CommandRun stat = statAtOnce();
            assertThat(stat.code()).isZero();
            assertThat(stat.err()).isEmpty();
            assertThat(stat.out()).contains("SPSC_RING", "4,096 bytes, alignment 64", "by process " + SELF,
                    "state       open", "512 bytes, 12.5 %")
                    .containsPattern("producer +640\\R").containsPattern("consumer +128\\R")
                    .containsPattern("consumer +" + SELF + " +alive +\\d+\\.\\d s ago")
                    .containsPattern("producer +" + SELF + " +alive");
        }
        ring.close();
        assertThat(statAtOnce().out()).contains("closed", "none registered");
    }

    @Test
    void ratesAreBytesASecondOfBothPositions() throws Exception {
        SpscRing ring = SpscRing.create(file, 1 << 20);
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
                while (!stop.get()) {
                    producer.tryClaim(1, 8);
                    producer.commit();
                    consumer.poll((type, segment, offset, length) -> {}, 1);
                }
            }
        });
        while (ring.consumerPosition() == 0) {
            Thread.onSpinWait();
        }
        CommandRun stat = CommandRun.of("stat", "--interval", "0.2", file);
        stop.set(true);
        writer.join();
        assertThat(stat.out()).containsPattern("producer +[\\d,]+ +[\\d,.]*[1-9][\\d,.]* (MB|bytes)/s")
                .containsPattern("rates over \\d\\.\\d s");
    }

    @Test
    void claimOfLiveProducerIsStalledOnceItWasSeenTwice() throws IOException {
        MpscRing ring = MpscRing.create(file, 4096);
        try (MpscProducer slow = ring.producer(); MpscProducer other = ring.producer()) {
            slow.tryClaim(1, 100);
            other.tryClaim(1, 8);
            other.commit();
            assertThat(statAtOnce().out()).contains("open claim  position 0, 128 bytes, claimed by process " + SELF
                    + " (alive), seen once");
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out())
                    .contains("STALLED     position 0, 128 bytes").containsPattern("seen open for \\d+\\.\\d s");
            slow.commit();
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out()).doesNotContain("STALLED", "open claim");
        }
    }

    @Test
    void deadProducerIsNamedWithItsClaim() throws Exception {
        MpscRing ring = MpscRing.create(file, 4096);
        long child = DyingPeer.run(DyingPeer.Role.PRODUCER, file);
        assertThat(statAtOnce().out()).as("its message is before the claim").doesNotContain("STALLED")
                .containsPattern("producer +" + child + " +dead");
        try (MpscConsumer consumer = ring.consumer()) {
            assertThat(consumer.poll((type, segment, offset, length) -> {}, 2)).isEqualTo(1);
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out())
                    .contains("STALLED     position 64, 128 bytes, claimed by process " + child + " (dead)",
                            "the consumer skips it as it polls", "DEAD        producer process " + child + " is dead");
            assertThat(CommandRun.of("stat", "--interval", "0", "--json", file).out())
                    .contains("\"open_claims\": [{\"position\": 64, \"length\": 128",
                            "{\"pid\": " + child + ", \"state\": \"dead\"}]");
            assertThat(consumer.recover()).isEqualTo(128);
            assertThat(statAtOnce().out()).doesNotContain("open claim");
        }
    }

    @Test
    void unknownKindShowsItsHeader() throws IOException {
        SharedMemory memory = SharedMemory.create(file, RegionKind.SYSCALL_PAGE, 4096, 64);
        assertThat(statAtOnce().out()).contains("SYSCALL_PAGE", "4,096 bytes", "by process " + SELF);
        memory.region().set(ValueLayout.JAVA_INT, 12, 999);
        CommandRun stat = statAtOnce();
        assertThat(stat.out()).contains("unknown kind 999", "4,096 bytes");
        assertThat(stat.code()).isZero();
    }

    @Test
    void jsonIsOneObjectALineAndFile() throws IOException {
        SpscRing.create(file, 4096);
        Path missing = folder.resolve("a \"quoted\" name");
        CommandRun stat = CommandRun.of("stat", "--json", "--interval", "0", file, missing);
        assertThat(stat.code()).isEqualTo(1);
        assertThat(stat.out().lines()).hasSize(2);
        assertThat(stat.out()).contains("\"kind\": \"SPSC_RING\"", "\"positions\": {\"producer\": 0, \"consumer\": 0}",
                "\"backlog\": 0", "\"bytes_per_s\": null", "\"parties\": []", "a \\\"quoted\\\" name\", \"error\":");
    }

    @Test
    void watchGoesOnUntilInterrupted() throws Exception {
        SpscRing.create(file, 4096);
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));
        int[] code = {-1};
        Thread watcher = Thread.ofPlatform()
                .start(() -> code[0] = line.execute("stat", "--json", "--watch=0.05", file.toString()));
        while (watcher.isAlive() && out.toString().lines().count() < 4) {
            Thread.onSpinWait();
        }
        watcher.interrupt();
        watcher.join();
        assertThat(out.toString().lines().count()).isGreaterThanOrEqualTo(4);
        assertThat(code[0]).isZero();
    }

    @Test
    void valueOfWatchNeedsAnEqualsSign() {
        CommandRun stat = CommandRun.of("stat", "--watch", file);
        assertThat(stat.err()).contains(file + ": no such file");
        assertThat(stat.code()).isEqualTo(1);
    }

    @Test
    void batchThatIsBeingClearedIsNoOpenClaim() throws IOException {
        MpscRing ring = MpscRing.create(file, 4096);
        try (MpscProducer producer = ring.producer()) {
            for (int i = 0; i < 2; i++) {
                producer.tryClaim(1, 8);
                producer.commit();
            }
            // As a consumer leaves it that dies between clearing the first record and storing its position.
            ring.memory().region().set(ValueLayout.JAVA_LONG, 648, 64);
            ring.data().set(ValueLayout.JAVA_LONG, 0, 0);
            assertThat(statAtOnce().out()).doesNotContain("open claim").containsPattern("consumer +64\\R");
            assertThat(CommandRun.of("dump", file).out()).contains("position 64  type 1", "1 message");
        }
    }

    @Test
    void headerFaultsAreNamedBesideTheHeader() throws IOException {
        assertFault(16, 8192, "its header says 16384");
        assertFault(16, -1, "capacity is -1");
        assertFault(24, 64, "data offset is 64");
        assertFault(32, 1L << 32 | 63, "alignment 63");
        assertFault(32, 64, "state is 0");
        assertFault(640, 64, "contradict");
        assertFault(512, 7, "producer position 7 is not that of a record");
        assertFault(512, 1 << 20, "contradict");
    }

    private void assertFault(int offset, long value, String fault) throws IOException {
        Files.deleteIfExists(file);
        MpscRing.create(file, 4096).memory().region().set(ValueLayout.JAVA_LONG, offset, value);
        CommandRun stat = statAtOnce();
        assertThat(stat.out()).contains("MPSC_RING", "FAULT").contains(fault);
        assertThat(stat.code()).as(fault).isEqualTo(3);
    }

    @Test
    void whatIsNoRegionIsOneLineAndACode() throws IOException {
        assertFails("no such file");
        Files.createFile(file);
        assertFails("file has 0 bytes");
        Files.write(file, new byte[100]);
        assertFails("file has 100 bytes");
        Files.write(file, new byte[10_000]);
        assertFails("state is 0: the region is still being created");
        Files.writeString(file, "No region. ".repeat(1000));
        assertFails("magic is");
        Files.delete(file);
        SpscRing.create(file, 4096).memory().region().set(ValueLayout.JAVA_INT, 8, 2);
        assertFails("layout version is 2, this library reads version 1");
        file = folder;
        assertFails("not a regular file");
    }

    @Test
    void fileThatMayNotBeReadSaysSo() throws IOException {
        SpscRing.create(file, 4096);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
        assertFails("permission denied");
    }

    @Test
    void fileThatMayNotBeWrittenCanBeRead() throws IOException {
        SpscRing.create(file, 4096);
        byte[] before = Files.readAllBytes(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assertThat(statAtOnce().code()).isZero();
        assertThat(CommandRun.of("dump", file).code()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private void assertFails(String message) {
        CommandRun stat = statAtOnce();
        assertThat(stat.err()).contains(file.toString(), message).doesNotContain("\tat ", "Exception");
        assertThat(stat.err().lines()).hasSize(1);
        assertThat(stat.code()).isEqualTo(1);
    }

    @Test
    void regionThatShrinksUnderTheEyesIsAnErrorAndNoCrash() throws IOException {
        MpscRing.create(file, 1 << 20);
        IOException[] failure = new IOException[1];
        try {
            RegionSample.inspect(file, region -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
                return RegionView.of(region, region.parties()).measures();
            });
        } catch (IOException e) {
            failure[0] = e;
        }
        assertThat(failure[0]).hasMessageContaining("truncated while it was read");
    }

    @Test
    void watchEndsWhenNobodyReadsAnyMore() throws Exception {
        SpscRing.create(file, 4096);
        Process watch = CommandRun.child(Main.class, "stat", "--json", "--watch=0.01", file).start();
        try (BufferedReader reader = watch.inputReader()) {
            assertThat(reader.readLine()).contains("SPSC_RING");
        }
        try {
            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void claimOfADeadProducerIsShownBeforeTheConsumerComesToIt() throws Exception {
        MpscRing ring = MpscRing.create(file, 4096);
        long child = DyingPeer.run(DyingPeer.Role.PRODUCER, file);
        CommandRun stat = CommandRun.of("stat", "--interval", "0.1", file);
        assertThat(stat.out()).contains("open claim  position 64, 128 bytes, claimed by process " + child + " (dead)",
                "the consumer skips it when it has come there").doesNotContain("STALLED     position");
        assertThat(CommandRun.of("stat", "--interval", "0", "--json", file).out())
                .contains("\"open_claims\": [{\"position\": 64, \"length\": 128").contains("\"holds_up\": false");
        try (MpscProducer slow = ring.producer(); MpscConsumer consumer = ring.consumer()) {
            slow.tryClaim(1, 8);
            long second = DyingPeer.run(DyingPeer.Role.PRODUCER, file);
            consumer.poll((type, segment, offset, length) -> {}, 1);
            assertThat(CommandRun.of("stat", "--interval", "0.1", file).out())
                    .contains("STALLED     position 64, 128 bytes, claimed by process " + child,
                            "open claim  position 320, 128 bytes, claimed by process " + second)
                    .doesNotContain("position 192");
        }
    }
}
