package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpCommandTest {
    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("ring");
    }

    private static void send(RingProducer producer, int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(producer.offer(type, MemorySegment.ofArray(bytes), 0, bytes.length)).isPositive();
    }

    private CommandRun dump(Object... options) {
        Object[] arguments = new Object[options.length + 2];
        arguments[0] = "dump";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[arguments.length - 1] = file;
        return CommandRun.of(arguments);
    }

    @Test
    void recordsAreShownInOrderWithHexAndText() throws IOException {
        try (SpscProducer producer = SpscRing.create(file, 1024).producer()) {
            send(producer, 7, "Hello, ring!\u0001\u00ff 16 and more");
            send(producer, 8, "");
        }
        CommandRun dump = dump();
        assertThat(dump.code()).isZero();
        assertThat(dump.out()).contains("position 0  type 7  length 26",
                "  0000  48 65 6c 6c 6f 2c 20 72  69 6e 67 21 01 ff 20 31  |Hello, ring!.. 1|",
                "  0010  36 20 61 6e 64 20 6d 6f  72 65                    |6 and more|",
                "position 64  type 8  length 0", "2 messages up to position 128: end of what is committed");
    }

    @Test
    void claimThatDoesNotFitBeforeTheEndLeavesPaddingInTheDump() throws IOException {
        SpscRing ring = SpscRing.create(file, 1024);
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            for (int i = 0; i < 5; i++) {
                send(producer, 1, "x".repeat(180));
                consumer.poll((type, segment, offset, length) -> {}, 1);
            }
            send(producer, 1, "z".repeat(100));
        }
        assertThat(dump().out()).contains("position 960  padding, 64 bytes", "position 1024  type 1  length 100");
        assertThat(dump("--type", "1").out()).doesNotContain("padding");
    }

    @Test
    void openClaimIsNamedAndWhatLiesBehindIsShown() throws IOException {
        MpscRing ring = MpscRing.create(file, 1024);
        try (MpscProducer slow = ring.producer(); MpscProducer quick = ring.producer()) {
            send(quick, 5, "before");
            slow.tryClaim(5, 100);
            send(quick, 5, "behind");
            CommandRun dump = dump();
            assertThat(dump.code()).isZero();
            assertThat(dump.out()).contains("position 64  open claim, 128 bytes, claimed by process "
                    + ProcessHandle.current().pid() + " (alive)", "position 192  type 5  length 6", "2 messages");
            slow.abort();
            assertThat(dump().out()).contains("position 64  padding, 128 bytes");
        }
    }

    @Test
    void claimOfNobodyEndsTheDump() throws IOException {
        MpscRing ring = MpscRing.create(file, 1024);
        ring.memory().region().set(ValueLayout.JAVA_LONG, 512, 128);
        assertThat(dump().out()).contains("length unknown, claimed by nobody in the table", "cannot be found");
    }

    @Test
    void optionsChooseWhereAndWhatAndHowMuch() throws IOException {
        SpscRing ring = SpscRing.create(file, 4096);
        try (SpscProducer producer = ring.producer(); SpscConsumer consumer = ring.consumer()) {
            for (int i = 1; i <= 10; i++) {
                send(producer, i % 2 + 1, "message " + i);
            }
            consumer.poll((type, segment, offset, length) -> {}, 4);
        }
        assertThat(dump().out()).contains("message 5", "message 10").doesNotContain("message 4");
        assertThat(dump("--from", "448").out()).contains("message 8").doesNotContain("message 7");
        assertThat(dump("--from", "640").out()).contains("0 messages up to position 640");
        assertThat(dump("--type", "2").out()).contains("message 5", "message 9", "3 messages")
                .doesNotContain("message 6");
        assertThat(dump("--limit", "2").out()).contains("message 6", "stopped by --limit; --from 384 goes on")
                .doesNotContain("message 7");
        assertThat(dump("--max-bytes", "3").out()).contains("|mes|", "... 6 bytes more");
        assertThat(dump("--max-bytes", "0").out()).contains("... 9 bytes more").doesNotContain("|");
    }

    @Test
    void consumedRecordsCannotBeDumped() throws IOException {
        for (boolean several : new boolean[]{false, true}) {
            file = folder.resolve("consumed" + several);
            Ring ring = several ? MpscRing.create(file, 1024) : SpscRing.create(file, 1024);
            try (RingProducer producer = producer(ring); RingConsumer consumer = consumer(ring)) {
                send(producer, 1, "consumed");
                send(producer, 1, "waiting");
                consumer.poll((type, segment, offset, length) -> {}, 1);
            }
            assertFails(1, "position 0 is not in the ring, which holds 64 to 128; what is consumed is cleared",
                    "--from", "0");
            assertThat(dump().out()).contains("|waiting|", "1 message up to position 128");
        }
    }

    @Test
    void fullRingIsDumpedOnceFromWhereverItBegins() throws IOException {
        for (boolean several : new boolean[]{false, true}) {
            file = folder.resolve("full" + several);
            Ring ring = several ? MpscRing.create(file, 1024) : SpscRing.create(file, 1024);
            try (RingProducer producer = producer(ring)) {
                for (int i = 0; i < 16; i++) {
                    send(producer, 1, "message " + i);
                }
            }
            assertThat(dump().out()).contains("producer position 1024, consumer position 0", "|message 0|",
                    "|message 15|", "16 messages up to position 1024");
            CommandRun dump = dump("--from", "64");
            assertThat(dump.code()).isZero();
            assertThat(dump.out()).contains("|message 1|", "15 messages up to position 1024: end of what is committed")
                    .doesNotContain("|message 0|");
        }
    }

    private static RingProducer producer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.producer() : ((MpscRing) ring).producer();
    }

    private static RingConsumer consumer(Ring ring) {
        return ring instanceof SpscRing spsc ? spsc.consumer() : ((MpscRing) ring).consumer();
    }

    @Test
    void wrongOptionsAreOneLineAndACode() throws IOException {
        SpscRing.create(file, 1024);
        assertFails(2, "--from 7", "--from", "7");
        assertFails(2, "'nowhere'", "--from", "nowhere");
        assertFails(2, "--from -64", "--from", "-64");
        assertFails(1, "not in the ring", "--from", "6400");
        assertFails(2, "--limit 0", "--limit", "0");
        assertFails(2, "--type -1", "--type", "-1");
        assertFails(2, "--max-bytes -1", "--max-bytes", "-1");
        file = folder.resolve("page");
        SharedMemory.create(file, RegionKind.SYSCALL_PAGE, 4096, 64);
        assertFails(1, "kind is 16 (SYSCALL_PAGE)");
        file = folder.resolve("none");
        assertFails(1, "no such file");
    }

    private void assertFails(int code, String message, Object... options) {
        CommandRun dump = dump(options);
        assertThat(dump.code()).isEqualTo(code);
        assertThat(dump.err()).contains(message).doesNotContain("\tat ", "Exception");
    }

    @Test
    void impossibleHeaderStopsTheDumpWithItsPosition() throws IOException {
        for (long header : new long[]{1L << 32 | 7, 1L << 32 | 4096, 1L << 32 | 0x8000_0000L, 16, -2L << 32 | 16,
                Long.MIN_VALUE | 16, 1L << 32 | 0x7FFF_FFFFL}) {
            file = folder.resolve("ring" + header);
            SpscRing ring = SpscRing.create(file, 1024);
            try (SpscProducer producer = ring.producer()) {
                send(producer, 1, "good");
                send(producer, 1, "bad");
            }
            ring.data().set(ValueLayout.JAVA_LONG, 64, header);
            CommandRun dump = dump();
            assertThat(dump.code()).isEqualTo(3);
            assertThat(dump.out()).contains("|good|");
            assertThat(dump.err()).contains("corrupt: position 64: length " + (int) header);
        }
    }

    @Test
    void hiddenRecordOfOneProducerIsCorrupt() throws IOException {
        SpscRing ring = SpscRing.create(file, 1024);
        try (SpscProducer producer = ring.producer()) {
            send(producer, 1, "gone");
        }
        ring.data().set(ValueLayout.JAVA_LONG, 0, 0);
        assertThat(dump().err()).contains("position 0: no record, although the producer position is 64");
    }

    @Test
    void dumpOfALiveRingShowsOnlyWholeMessages() throws Exception {
        for (boolean several : new boolean[]{false, true}) {
            file = folder.resolve(several ? "mpsc" : "spsc");
            AtomicBoolean stop = new AtomicBoolean();
            Thread traffic = several ? mpscTraffic(stop) : spscTraffic(stop);
            int whole = 0;
            try {
                for (int i = 0; i < 300; i++) {
                    CommandRun dump = dump();
                    assertThat(dump.err()).isEmpty();
                    assertThat(dump.code()).isZero();
                    whole += RepeatedLetters.countWhole(dump.out());
                }
            } finally {
                stop.set(true);
                traffic.join();
            }
            assertThat(whole).isPositive();
        }
    }

    private static byte[] letters(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) ('A' + length % 26));
        return bytes;
    }

    private static void offer(RingProducer producer, int i) {
        byte[] bytes = letters(20 + i % 150);
        producer.offer(3, MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private Thread spscTraffic(AtomicBoolean stop) throws IOException {
        SpscRing ring = SpscRing.create(file, 1024);
        SpscProducer producer = ring.producer();
        SpscConsumer consumer = ring.consumer();
        return Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                offer(producer, i);
                offer(producer, i + 1);
                consumer.poll((type, segment, offset, length) -> {}, 1 + i % 3);
            }
        });
    }

    private Thread mpscTraffic(AtomicBoolean stop) throws IOException {
        MpscRing ring = MpscRing.create(file, 1024);
        MpscProducer producer = ring.producer();
        MpscConsumer consumer = ring.consumer();
        return Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                offer(producer, i);
                offer(producer, i + 1);
                consumer.poll((type, segment, offset, length) -> {}, 1 + i % 3);
            }
        });
    }

    @Test
    void wrongUsageIsTheReasonAndWhereToReadMoreAndNothingElse() throws IOException {
        SpscRing.create(file, 4096);
        CommandRun dump = CommandRun.of("dump", "--from", "7", file);
        assertThat(dump.code()).isEqualTo(2);
        assertThat(dump.out()).isEmpty();
        assertThat(dump.err().lines()).hasSize(2).first().asString().contains("--from 7: no record starts there");
        assertThat(dump.err()).contains("sidecore dump --help");
        assertThat(CommandRun.of("dump").err().lines()).hasSize(2);
        assertThat(CommandRun.of("dumb").err()).contains("dumb").contains("sidecore --help").doesNotContain("Usage");
    }
}
