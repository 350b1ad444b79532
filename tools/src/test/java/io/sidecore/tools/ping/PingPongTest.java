package io.sidecore.tools.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.CommandRun;
import io.sidecore.tools.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PingPongTest {
    @TempDir
    Path folder;
    private Path prefix;
    private RingFiles files;

    @BeforeEach
    void namePrefix() {
        prefix = folder.resolve("x");
        files = RingFiles.of(prefix);
    }

    private CommandRun ping(Object... options) {
        List<Object> all = new ArrayList<>(List.of("ping", prefix));
        all.addAll(List.of(options));
        for (List<Object> small : List.of(List.<Object>of("--count", 1000), List.<Object>of("--warm-up", 100))) {
            if (!all.contains(small.getFirst())) {
                all.addAll(small);
            }
        }
        return CommandRun.of(all.toArray());
    }

    /** Returns when it is ready. */
    private Process startPong() throws IOException {
        Process pong = CommandRun.child(Main.class, "pong", prefix).start();
        BufferedReader output = pong.inputReader();
        assertThat(output.readLine()).contains("process " + pong.pid(), "answers on");
        return pong;
    }

    @Test
    void pingStartsAPongOfItsOwnAndLeavesNothingBehind() throws IOException {
        Path hgrm = folder.resolve("ping.hgrm");
        CommandRun ping = ping("--self", "--rate", 20_000, "--hgrm", hgrm);
        assertThat(ping.err()).doesNotContain("\tat ").contains("starting a pong");
        assertThat(ping.code()).isZero();
        assertThat(ping.out()).contains("1,000 messages of 32 bytes, 20,000 a second",
                "received 1,000 of 1,000, lost 0, not as sent 0", "99.9 %", "max");
        assertThat(Files.readString(hgrm)).contains("Percentile", "Total count    =         1000");
        assertThat(files.ping()).doesNotExist();
        assertThat(files.pong()).doesNotExist();
    }

    @Test
    void pongServesOnePingAfterTheOtherAndRemovesItsFilesWhenTerminated() throws Exception {
        Process pong = startPong();
        assertThat(ping("--flood").out()).contains("one after the other", "received 1,000 of 1,000",
                "pong is process " + pong.pid());
        CommandRun large = ping("--size", 5000, "--rate", 100_000);
        assertThat(large.code()).as(large.err()).isZero();
        assertThat(ping("--size", 1 << 20).err()).contains("--size 1048576: the rings of this pong take");
        pong.destroy();
        assertThat(pong.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(files.ping()).doesNotExist();
        assertThat(files.pong()).doesNotExist();
    }

    @Test
    void killedPongIsNamedAndItsFilesAreTakenOver() throws Exception {
        Process pong = startPong();
        Thread killer = Thread.ofPlatform().start(() -> {
            while (Files.exists(files.ping()) && CommandRun.of("stat", "--interval", 0, "--json", files.pong()).out()
                    .contains("\"producer\": 0")) {
                Thread.onSpinWait();
            }
            pong.destroyForcibly();
        });
        CommandRun during = ping("--count", 1_000_000, "--rate", 5000);
        killer.join();
        assertThat(during.code()).isEqualTo(1);
        assertThat(during.err()).contains("the pong, process " + pong.pid() + ", is dead");
        pong.waitFor();
        assertThat(ping().err()).contains("the pong, process " + pong.pid() + ", is dead: start");
        Process next = startPong();
        assertThat(ping().code()).isZero();
        next.destroy();
        next.waitFor();
    }

    @Test
    void silentPongIsNamedAfterTheTimeout() throws IOException {
        try (SpscConsumer consumer = SpscRing.create(files.ping(), 1 << 16).consumer();
                SpscProducer producer = SpscRing.create(files.pong(), 1 << 16).producer()) {
            CommandRun ping = ping("--timeout", 0.3);
            assertThat(ping.code()).isEqualTo(1);
            assertThat(ping.err()).contains("no answer for 0.", "this process (" + ProcessHandle.current().pid());
            assertThat(consumer.poll((type, segment, offset, length) -> {}, 10)).isEqualTo(1);
            assertThat(producer.position()).isZero();
        }
    }

    @Test
    void lostAndChangedMessagesAreCounted() throws Exception {
        SpscRing there = SpscRing.create(files.ping(), 1 << 16);
        SpscRing back = SpscRing.create(files.pong(), 1 << 16);
        AtomicBoolean stop = new AtomicBoolean();
        try (SpscConsumer consumer = there.consumer(); SpscProducer producer = back.producer()) {
            Thread faulty = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    consumer.poll(
                            (type, segment, offset, length) -> fake(producer, back, type, segment, offset, length), 1);
                }
            });
            CommandRun ping = ping("--warm-up", 0, "--rate", 20_000, "--timeout", 1);
            stop.set(true);
            faulty.join();
            assertThat(ping.out()).contains("received 988 of 1,000", "lost 10, not as sent 2");
            assertThat(ping.code()).isEqualTo(3);
        }
    }

    /** Drops ten messages and changes two. */
    private static void fake(SpscProducer producer, SpscRing back, int type, MemorySegment segment, long offset,
            int length) {
        int sequence = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
        if (type == Protocol.PING && sequence >= 100 && sequence < 110) {
            return;
        }
        long at = producer.tryClaim(type, length);
        MemorySegment.copy(segment, offset, back.data(), at, length);
        if (type == Protocol.PING && (sequence == 500 || sequence == 600)) {
            back.data().set(ValueLayout.JAVA_BYTE, at + length - 1,
                    (byte) ~back.data().get(ValueLayout.JAVA_BYTE, at + length - 1));
        }
        producer.commit();
    }

    @Test
    void pingWithoutPongSaysWhatToDo() throws IOException {
        CommandRun ping = ping();
        assertThat(ping.code()).isEqualTo(1);
        assertThat(ping.err()).contains("no pong at " + prefix, "sidecore pong " + prefix, "--self");
        SpscRing.create(files.ping(), 1 << 16);
        SpscRing.create(files.pong(), 1 << 16);
        assertThat(ping().err()).contains("has ended, or is just starting");
    }

    @Test
    void pongTouchesNoFileThatIsNotItsOwn() throws IOException {
        Files.writeString(files.ping(), "precious");
        CommandRun pong = CommandRun.of("pong", prefix);
        assertThat(pong.code()).isEqualTo(1);
        assertThat(pong.err()).contains("is no ring of a pong");
        assertThat(files.ping()).hasContent("precious");
        Files.delete(files.ping());
        SharedMemory.create(files.ping(), RegionKind.MPSC_RING, 4096, 64);
        assertThat(CommandRun.of("pong", prefix).err()).contains("is no ring of a pong");
        Files.delete(files.ping());
        try (SpscConsumer consumer = SpscRing.create(files.ping(), 4096).consumer()) {
            assertThat(CommandRun.of("pong", prefix).err())
                    .contains("in use by process " + ProcessHandle.current().pid());
            consumer.heartbeat();
        }
        assertThat(files.ping()).exists();
    }

    @Test
    void wrongOptionsAreOneLineAndACode() {
        assertWrong("--count 0", "ping", "--count", 0);
        assertWrong("--size 7", "ping", "--size", 7);
        assertWrong("--rate 0.0", "ping", "--rate", 0);
        assertWrong("--timeout", "ping", "--timeout", -1);
        assertWrong("mutually exclusive", "ping", "--flood", "--rate", 5);
        assertWrong("--capacity 1000", "pong", "--capacity", 1000, prefix);
        assertWrong("FILE-PREFIX", "pong");
    }

    private static void assertWrong(String message, Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void cpuThatDoesNotExistIsRefused() throws Exception {
        Process pong = startPong();
        assertThat(ping("--cpu", 60_000).err()).contains("60000");
        assertThat(ping("--cpu", -1).err()).contains("--cpu -1");
        pong.destroy();
        pong.waitFor();
        assertThat(CommandRun.of("pong", prefix, "--cpu", 60_000).code()).isEqualTo(2);
        assertThat(files.ping()).doesNotExist();
        assertThat(files.pong()).doesNotExist();
    }

    @Test
    void sizeThatNoRingTakesIsRefusedWithTheLargestThatSomeDo() {
        assertWrong("--size 268435449: must be from 8 to 268435448", "ping", "--size", 268_435_449);
    }

    @Test
    void ringWhoseCreatorsProcessIdWasGivenOutAgainIsLeftOver() throws Exception {
        SpscRing left = SpscRing.create(files.ping(), 1 << 16);
        assertThat(CommandRun.child(Main.class, "pong", prefix).redirectErrorStream(true).start().inputReader()
                .readLine()).contains("was created by process " + ProcessHandle.current().pid() + ", which runs");
        // The word behind the process id: when that one started, in milliseconds since 1970.
        left.memory().region().set(ValueLayout.JAVA_LONG, 56, 1_000);
        Process pong = startPong();
        pong.destroy();
        pong.waitFor();
    }

    @Test
    void whatCannotSucceedIsRefusedBeforeAPongIsStarted() {
        CommandRun cpu = CommandRun.of("ping", "--self", "--cpu", 60_000);
        assertThat(cpu.code()).isEqualTo(2);
        assertThat(cpu.err()).contains("--cpu 60000").doesNotContain("starting a pong", "\tat ");
        CommandRun hgrm = CommandRun.of("ping", "--self", "--hgrm", folder.resolve("missing").resolve("x"));
        assertThat(hgrm.code()).isEqualTo(1);
        assertThat(hgrm.err()).contains("cannot write " + folder.resolve("missing")).doesNotContain("starting a pong");
        assertThat(CommandRun.of("ping", "--self", "--hgrm", folder).err()).contains("it is a folder")
                .doesNotContain("starting a pong");
    }
}
