package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.CorruptRingException;
import io.sidecore.ring.LaneConsumer;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.SpscProducer;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneRingReportTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final Lanes LAYOUT = new Lanes(4, 1024);

    @TempDir
    Path folder;
    private Path file;
    private LaneRing ring;

    @BeforeEach
    void createRing() throws IOException {
        file = folder.resolve("ring");
        ring = LaneRing.create(file, LAYOUT.count(), LAYOUT.capacity());
    }

    private static void send(SpscProducer producer, String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(producer.offer(7, MemorySegment.ofArray(bytes), 0, bytes.length)).isPositive();
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

    /** Makes a consumer find the second record of a lane impossible. */
    private void quarantine(int lane) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, RegionHeader.LENGTH + LAYOUT.records(lane) + 64,
                1L << 32 | 7);
        try (LaneConsumer consumer = ring.consumer()) {
            assertThatThrownBy(() -> consumer.poll((t, s, o, l) -> {}, 100)).isInstanceOf(CorruptRingException.class);
        }
    }

    // stat

    @Test
    void everyUsedLaneHasALineAndTheRingTheirSum() throws IOException {
        send(ring.producer(), "one", "two", "three");
        send(ring.producer(), "four");
        LaneConsumer consumer = ring.consumer(1);
        consumer.poll((t, s, o, l) -> {}, 1);
        CommandRun stat = stat();
        assertThat(stat.code()).isZero();
        assertThat(stat.err()).isEmpty();
        assertThat(stat.out()).contains("LANE_RING", "lanes       4 of 1,024 bytes, 2 of them ever used",
                "backlog     192 bytes, 9.4 %")
                .containsPattern("producer +256\\R").containsPattern("consumer +64\\R")
                .containsPattern(" 0 +192 +64 +12\\.5 % .* " + SELF + " \\(alive\\) +open\\R")
                .containsPattern(" 1 +64 +0 +6\\.3 % .* " + SELF + " \\(alive\\) +open\\R")
                .doesNotContainPattern("(?m)^ +2 ")
                .containsPattern("lane 1 +" + SELF + " +alive");
        ring.close();
        assertThat(stat().out()).contains("closed: takes no more messages").containsPattern(" 0 .*closed\\R");
    }

    @Test
    void ratesAndTheTimeThatNothingWasTakenAreThoseOfEachLane() throws IOException {
        SpscProducer busy = ring.producer();
        send(ring.producer(), "waits");
        LaneConsumer consumer = ring.consumer();
        Observation observation = new Observation(file);
        observation.observe();
        consumer.poll((t, s, o, l) -> {}, 1);
        send(ring.producer(), "came later");
        send(busy, "also");
        observation.observe();
        assertThat(observation.remarks()).as("it has taken something").isEmpty();
        assertThat(TextReport.of(observation)).containsPattern(" 1 +64 +64 +0\\.0 % +0 bytes +[1-9][\\d,]* bytes +- ")
                .containsPattern(" 2 +64 +0 +6\\.3 % +[1-9][\\d,.]* M?B?(bytes)? +0 bytes +- ");
        observation.observe();
        assertThat(observation.remarks()).singleElement()
                .satisfies(remark -> assertThat(remark.text()).contains("takes nothing while 128 bytes wait"));
        assertThat(TextReport.of(observation)).containsPattern(" 2 +64 +0 .* \\d+\\.\\d s +" + SELF);
    }

    @Test
    void deadProducerIsNamedWithItsLane() throws Exception {
        long child = DyingPeer.run(DyingPeer.Role.LANE_PRODUCER, file);
        assertThat(stat().out()).containsPattern(" 0 +64 +0 .* " + child + " \\(dead\\)")
                .contains("DEAD        lane 0's producer process " + child + " is dead",
                        "NOBODY      nobody consumes: 64 bytes");
        ring.consumer().poll((t, s, o, l) -> {}, 1);
        ring.producer();
        assertThat(stat().out()).as("somebody has taken the lane over").doesNotContain("DEAD", "NOBODY");
    }

    @Test
    void quarantinedLaneIsAFaultThatCostsOnlyItself() throws IOException {
        send(ring.producer(), "good");
        send(ring.producer(), "good", "bad", "lost");
        quarantine(1);
        send(ring.producer(), "other");
        CommandRun stat = stat();
        assertThat(stat.code()).isEqualTo(3);
        assertThat(stat.out()).contains("FAULT       lane 1: quarantined: a consumer has found it corrupt",
                "'sidecore dump --lane 1' shows them").containsPattern(" 1 .*quarantined\\R")
                .containsPattern(" 2 .*open\\R");
        assertThat(stat.out()).as("what is lost does not wait for the consumer")
                .contains("nobody consumes: 64 bytes wait");
    }

    @Test
    void corruptPositionsAreAFaultOfTheirLaneAndTheOthersAreShown() throws IOException {
        send(ring.producer(), "good");
        ring.memory().region().set(ValueLayout.JAVA_LONG, LAYOUT.positions(2), 1L << 40);
        CommandRun stat = stat();
        assertThat(stat.code()).isEqualTo(3);
        assertThat(stat.out())
                .contains("FAULT       lane 2: producer position 1099511627776 and consumer position 0 contradict",
                        "backlog     64 bytes")
                .containsPattern(" 0 +64 +0 .*open\\R").containsPattern(" 2 .* \\? .*corrupt\\R");
    }

    @Test
    void headerThatContradictsItselfIsAFault() throws IOException {
        ring.memory().region().set(ValueLayout.JAVA_INT, RegionHeader.LANES, 3);
        CommandRun stat = stat();
        assertThat(stat.code()).isEqualTo(3);
        assertThat(stat.out()).contains("LANE_RING",
                "FAULT       lanes 3 with a lane capacity of 1024 take 4608 bytes");
        assertThat(dump().code()).isEqualTo(3);
        assertThat(dump().err()).contains("corrupt: lanes 3");
    }

    @Test
    void jsonHasAnObjectForEachLane() throws IOException {
        send(ring.producer(), "one");
        CommandRun stat = CommandRun.of("stat", "--json", "--interval", "0", file);
        assertThat(stat.out().lines()).hasSize(1);
        assertThat(stat.out()).contains("\"lane_capacity\": 1024", "\"positions\": {\"producer\": 64, \"consumer\": 0}",
                "\"lanes\": [{\"lane\": 0, \"state\": \"open\", \"producer\": 64, \"consumer\": 0, \"backlog\": 64,"
                        + " \"backlog_percent\": 6.250, \"producer_bytes_per_s\": null, \"consumer_bytes_per_s\": null,"
                        + " \"untaken_s\": 0.000, \"owner\": {\"pid\": " + SELF + ", \"state\": \"alive\"}}",
                "{\"lane\": 3, \"state\": \"never opened\"", "\"owner\": null",
                "\"remarks\": [{\"label\": \"NOBODY\", \"text\": \"nobody consumes: 64 bytes wait for consumer()\"");
    }

    // dump

    @Test
    void recordsOfEveryLaneAreDumpedLaneByLane() throws IOException {
        send(ring.producer(), "first", "second");
        send(ring.producer(), "third");
        CommandRun dump = dump();
        assertThat(dump.code()).isZero();
        assertThat(dump.out()).containsSubsequence("LANE_RING, 4 lanes of 1,024 bytes, alignment 64", "lane 0, open",
                "producer position 128, consumer position 0", "position 0  type 7  length 5", "|first|", "|second|",
                "2 messages up to position 128: end of what is committed", "lane 1, open", "|third|",
                "1 message up to position 64", "2 lanes were never used");
    }

    @Test
    void optionsChooseALaneAndLimitEach() throws IOException {
        send(ring.producer(), "first", "second");
        send(ring.producer(), "third", "fourth");
        assertThat(dump("--lane", "1").out()).contains("|third|").doesNotContain("|first|", "never used");
        assertThat(dump("--lane", "3").out()).contains("lane 3, never opened", "0 messages");
        assertThat(dump("--limit", "1").out()).contains("|first|", "|third|", "with --lane, --from 64 goes on")
                .doesNotContain("second", "fourth");
        assertThat(dump("--lane", "1", "--from", "64").out()).contains("|fourth|").doesNotContain("third");
        assertFails(2, "--from: each lane has positions of its own; add --lane", "--from", "64");
        assertFails(2, "--lane 4: the ring has lanes 0 to 3", "--lane", "4");
        assertFails(2, "--lane -1", "--lane", "-1");
        assertFails(1, "position 640 is not in the ring, which holds 0 to 128", "--lane", "1", "--from", "640");
    }

    private void assertFails(int code, String message, Object... options) {
        CommandRun dump = dump(options);
        assertThat(dump.code()).isEqualTo(code);
        assertThat(dump.err()).contains(message).doesNotContain("\tat ", "Exception");
    }

    @Test
    void corruptLanesCostOnlyThemselves() throws IOException {
        send(ring.producer(), "good");
        send(ring.producer(), "taken", "bad");
        quarantine(1);
        ring.memory().region().set(ValueLayout.JAVA_LONG, LAYOUT.positions(2), 7);
        SpscProducer producer = ring.producer();
        assertThat(ring.lane(producer)).isEqualTo(3);
        send(producer, "behind");
        CommandRun dump = dump();
        assertThat(dump.code()).isEqualTo(3);
        assertThat(dump.out()).contains("lane 1, quarantined", "|behind|");
        assertThat(dump.err()).contains("corrupt: lane 1: position 64: length 7 and type 1 are not those of a record",
                "corrupt: lane 2: producer position 7 is not that of a record");
    }
}
