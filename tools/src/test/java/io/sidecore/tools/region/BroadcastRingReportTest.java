package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastRingReportTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path folder;
    private Path file;
    private BroadcastRing ring;

    @BeforeEach
    void createRing() throws IOException {
        file = folder.resolve("ring");
        ring = BroadcastRing.create(file, 1024);
    }

    private static void publish(BroadcastPublisher publisher, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.offer(7, MemorySegment.ofArray(("quote " + i).getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private CommandRun stat() {
        return CommandRun.of("stat", "--interval", "0", file);
    }

    private CommandRun dump(Object... options) {
        Object[] arguments = new Object[options.length + 2];
        arguments[0] = "dump";
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[arguments.length - 1] = file;
        return CommandRun.of(arguments);
    }

    // stat

    @Test
    void bytesMessagesAndWhatIsRetainedAreShownAndReadersAreNot() {
        BroadcastPublisher publisher = ring.publisher();
        publish(publisher, 0, 20);
        CommandRun stat = stat();
        assertThat(stat.code()).isZero();
        assertThat(stat.out()).contains("BROADCAST_RING", "1,024 bytes, alignment 64", "state       open",
                "readers     not registered", "retained    1,024 bytes, from position 256 on")
                .containsPattern("published +1,280\\R").containsPattern("messages +20\\R")
                .containsPattern("publisher +" + SELF + " +alive")
                .doesNotContain("backlog", "open claim", "NOBODY", "DEAD");
        publisher.close();
        assertThat(stat().out()).contains("NOBODY      nobody publishes");
    }

    @Test
    void ratesAreBytesAndMessagesASecond() {
        BroadcastPublisher publisher = ring.publisher();
        Observation observation = new Observation(file);
        observation.observe();
        publish(publisher, 0, 10);
        observation.observe();
        assertThat(TextReport.of(observation)).containsPattern("published +640   [\\d,.]*[1-9][\\d,.]* (bytes|MB)/s\\R")
                .containsPattern("messages +10   [\\d,]*[1-9][\\d,]* messages/s\\R");
        observation.observe();
        assertThat(TextReport.of(observation))
                .containsPattern("messages +10   0 messages/s, unchanged for \\d+\\.\\d s\\R");
    }

    @Test
    void claimOfALivePublisherHoldsNobodyUp() {
        BroadcastPublisher publisher = ring.publisher();
        publish(publisher, 0, 1);
        publisher.claim(7, 100);
        assertThat(stat().out()).contains("open claim  position 64, 128 bytes, claimed by process " + SELF
                + " (alive), seen once", "no reader waits for it; one that was aborted looks the same");
        assertThat(CommandRun.of("stat", "--interval", "0.1", file).out())
                .contains("open claim  position 64").containsPattern("seen open for \\d+\\.\\d s")
                .doesNotContain("STALLED");
        publisher.commit();
        assertThat(stat().out()).doesNotContain("open claim");
    }

    @Test
    void deadPublisherIsNamedWithTheClaimItLeftBehind() throws Exception {
        long child = DyingPeer.run(DyingPeer.Role.PUBLISHER, file);
        CommandRun stat = stat();
        assertThat(stat.code()).isZero();
        assertThat(stat.out()).contains("open claim  position 64, 128 bytes, claimed by process " + child + " (dead)",
                "left behind: no reader waits for it, and the next publisher writes over it",
                "DEAD        publisher process " + child + " is dead");
        assertThat(dump().out()).contains("1 message up to position 64: end of what is published");
        publish(ring.publisher(), 1, 3);
        assertThat(stat().out()).doesNotContain("DEAD", "open claim").containsPattern("messages +3\\R");
    }

    @Test
    void damageIsAFaultWithTheFieldsName() {
        publish(ring.publisher(), 0, 5);
        assertFault(RegionHeader.BROADCAST_TAIL, 7, "tail 7 is not that of a record");
        assertFault(RegionHeader.BROADCAST_TAIL, 1 << 20, "contradict each other");
        assertFault(RegionHeader.LENGTH + 256, 3, "newest record, position 256: length 3, type 0");
        assertFault(32, 1L << 32 | 8, "alignment 8: must be a power of two from 16 to 128");
    }

    private void assertFault(long offset, long value, String fault) {
        MemorySegment region = ring.memory().region();
        long before = region.get(ValueLayout.JAVA_LONG, offset);
        region.set(ValueLayout.JAVA_LONG, offset, value);
        CommandRun stat = stat();
        assertThat(stat.code()).isEqualTo(3);
        assertThat(stat.out()).contains("BROADCAST_RING", "FAULT").contains(fault);
        assertThat(dump().code()).isEqualTo(3);
        region.set(ValueLayout.JAVA_LONG, offset, before);
    }

    @Test
    void jsonCountsBytesAndMessages() {
        publish(ring.publisher(), 0, 20);
        assertThat(CommandRun.of("stat", "--json", "--interval", "0", file).out()).contains("\"readers\": null",
                "\"retained_from\": 256", "\"positions\": {\"published\": 1280}", "\"counts\": {\"messages\": 20}",
                "\"backlog\": null", "\"lanes\": []", "\"role\": \"publisher\"", "\"faults\": []");
    }

    // dump

    @Test
    void recordsThatAreStillThereAreDumpedOldestFirst() {
        publish(ring.publisher(), 0, 20);
        CommandRun dump = dump();
        assertThat(dump.code()).isZero();
        assertThat(dump.out()).containsSubsequence(
                "published up to position 1280, oldest whole record at 256, newest at 1216",
                "position 256  sequence 4  type 7  length 7", "|quote 4|", "position 1216  sequence 19", "|quote 19|",
                "16 messages up to position 1280: end of what is published").doesNotContain("|quote 3|");
        assertThat(dump("--type", "8").out()).contains("0 messages").doesNotContain("quote");
        assertThat(dump("--limit", "2").out()).contains("|quote 5|", "--from 384 goes on").doesNotContain("|quote 6|");
        assertThat(dump("--from", "384").out()).contains("|quote 6|").doesNotContain("|quote 5|");
        assertThat(dump("--max-bytes", "3").out()).contains("|quo|", "... 4 bytes more");
    }

    @Test
    void ringThatWasNeverPublishedToIsEmpty() {
        assertThat(dump().out()).contains("0 messages up to position 0: end of what is published");
        assertThat(stat().out()).containsPattern("messages +0\\R").contains("retained    0 bytes");
    }

    @Test
    void paddingIsShownWithWhatItTakes() {
        BroadcastPublisher publisher = ring.publisher();
        publish(publisher, 0, 15);
        publisher.offer(7, MemorySegment.ofArray(new byte[100]));
        assertThat(dump("--max-bytes", "0").out()).contains("position 960  padding, 64 bytes",
                "position 1024  sequence 15  type 7  length 100");
    }

    @Test
    void wrongOptionsAreOneLineAndACode() {
        publish(ring.publisher(), 0, 20);
        assertFails(1, "position 192 is not in the ring, which holds 256 to 1280; what comes before is overwritten",
                "--from", "192");
        assertFails(1, "position 1344 is not in the ring", "--from", "1344");
        assertFails(2, "--from 7: no record starts there", "--from", "7");
        assertFails(2, "--lane 0: only a LANE_RING has lanes", "--lane", "0");
    }

    private void assertFails(int code, String message, Object... options) {
        CommandRun dump = dump(options);
        assertThat(dump.code()).isEqualTo(code);
        assertThat(dump.err()).contains(message).doesNotContain("\tat ", "Exception");
    }

    @Test
    void brokenSequenceEndsTheDumpWithItsPosition() {
        publish(ring.publisher(), 0, 5);
        ring.data().set(ValueLayout.JAVA_LONG, 128 + 8, 77);
        CommandRun dump = dump("--from", "0");
        assertThat(dump.code()).isEqualTo(3);
        assertThat(dump.out()).contains("|quote 1|").doesNotContain("quote 2");
        assertThat(dump.err()).contains("corrupt: position 128: sequence number 77, expected 2");
        assertThat(dump().out()).as("what holds up begins behind it").contains("|quote 3|").doesNotContain("|quote 1|");
    }

    @Test
    void dumpOfALiveRingShowsOnlyWholeMessages() throws Exception {
        BroadcastPublisher publisher = ring.publisher();
        AtomicBoolean stop = new AtomicBoolean();
        Thread traffic = Thread.ofPlatform().start(() -> {
            for (int i = 0; !stop.get(); i++) {
                byte[] bytes = new byte[20 + i % 150];
                Arrays.fill(bytes, (byte) ('A' + bytes.length % 26));
                publisher.offer(3, MemorySegment.ofArray(bytes));
            }
        });
        int whole = 0;
        try {
            for (int i = 0; i < 300; i++) {
                CommandRun dump = dump();
                assertThat(dump.code() == 1 ? "" : dump.err()).isEmpty();
                assertThat(dump.err()).doesNotContain("corrupt");
                whole += RepeatedLetters.countWhole(dump.out());
            }
        } finally {
            stop.set(true);
            traffic.join();
        }
        assertThat(whole).isPositive();
    }

    @Test
    void busyRingRetainsNoMoreThanItHolds() throws Exception {
        BroadcastPublisher publisher = ring.publisher();
        AtomicBoolean stop = new AtomicBoolean();
        Thread traffic = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                publish(publisher, 0, 20);
            }
        });
        Pattern retained = Pattern.compile("retained +([\\d,]+) bytes");
        try {
            for (int i = 0; i < 300; i++) {
                Matcher line = retained.matcher(stat().out());
                assertThat(line.find()).isTrue();
                assertThat(Long.parseLong(line.group(1).replace(",", ""))).isBetween(0L, ring.capacity());
            }
        } finally {
            stop.set(true);
            traffic.join();
        }
    }
}
