package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestValueReportTest {
    private static final long SELF = ProcessHandle.current().pid();
    private static final int LENGTH = 40;

    @TempDir
    Path folder;
    private Path file;
    private LatestValue value;

    @BeforeEach
    void createValue() throws IOException {
        file = folder.resolve("value");
        value = LatestValue.create(file, LENGTH);
    }

    private static void write(LatestValueWriter writer, int values) {
        for (int i = 0; i < values; i++) {
            String text = "quote " + (writer.sequence() + 1);
            writer.write(MemorySegment.ofArray(Arrays.copyOf(text.getBytes(StandardCharsets.ISO_8859_1), LENGTH)));
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
    void sequenceNumberAndWriterAreShown() {
        LatestValueWriter writer = value.writer();
        write(writer, 5);
        CommandRun stat = stat();
        assertThat(stat.code()).isZero();
        assertThat(stat.out()).contains("LATEST_VALUE", "value       40 bytes", "next value  not begun")
                .containsPattern("sequence +5\\R").containsPattern("writer +" + SELF + " +alive")
                .doesNotContain("backlog", "open claim", "NOBODY", "DEAD");
        writer.close();
        assertThat(stat().out()).contains("NOBODY      nobody writes");
    }

    @Test
    void valueIsAtLeastAsOldAsItWasSeenNotToChange() {
        LatestValueWriter writer = value.writer();
        Observation observation = new Observation(file);
        observation.observe();
        write(writer, 5);
        observation.observe();
        assertThat(TextReport.of(observation)).containsPattern("sequence +5   [\\d,]*[1-9][\\d,]* values/s\\R");
        observation.observe();
        assertThat(TextReport.of(observation))
                .containsPattern("sequence +5   0 values/s, unchanged for \\d+\\.\\d s\\R");
    }

    @Test
    void claimOfALiveWriterHoldsNobodyUp() {
        LatestValueWriter writer = value.writer();
        write(writer, 5);
        writer.claim();
        assertThat(stat().out()).contains("next value  in work, or its claim was aborted",
                "open claim  sequence 6, 40 bytes, claimed by process " + SELF + " (alive), seen once",
                "no reader waits for it");
        assertThat(CommandRun.of("stat", "--interval", "0.1", file).out()).containsPattern("seen open for \\d+\\.\\d s")
                .doesNotContain("STALLED");
        writer.commit();
        assertThat(stat().out()).doesNotContain("open claim");
    }

    @Test
    void firstValuesDoNotTellWhetherTheNextIsInWork() {
        write(value.writer(), 2);
        assertThat(stat().out()).contains("next value  not known").doesNotContain("open claim");
    }

    @Test
    void deadWriterIsNamedWithTheClaimItLeftBehind() throws Exception {
        long child = DyingPeer.run(DyingPeer.Role.WRITER, file);
        assertThat(stat().out()).contains("open claim  sequence 6, 40 bytes, claimed by process " + child + " (dead)",
                "left behind: no reader waits for it, and the next writer writes over it",
                "DEAD        writer process " + child + " is dead");
        assertThat(dump().out()).contains("sequence 5  length 40");
        write(value.writer(), 1);
        assertThat(stat().out()).doesNotContain("DEAD", "open claim").containsPattern("sequence +6\\R");
    }

    @Test
    void damageIsAFaultWithTheFieldsName() {
        write(value.writer(), 5);
        assertFault(RegionHeader.VALUE_SEQUENCE, -1, "sequence number -1 is out of range");
        assertFault(RegionHeader.VALUE_SEQUENCE, 7, "newest value has sequence number 7, but its slot is stamped 3");
        assertFault(RegionHeader.VALUE_LENGTH, 0, "value length is 0: the region is still being created");
        assertFault(RegionHeader.VALUE_LENGTH, 1000, "value length is 1000, which does not fit the capacity 512");
    }

    private void assertFault(long offset, long word, String fault) {
        MemorySegment region = value.memory().region();
        long before = region.get(ValueLayout.JAVA_LONG, offset);
        region.set(ValueLayout.JAVA_LONG, offset, word);
        CommandRun stat = stat();
        assertThat(stat.code()).isEqualTo(3);
        assertThat(stat.out()).contains("LATEST_VALUE", "FAULT").contains(fault);
        assertThat(dump().code()).isEqualTo(3);
        assertThat(dump().err()).contains("corrupt: " + fault);
        region.set(ValueLayout.JAVA_LONG, offset, before);
    }

    @Test
    void jsonHasTheSequenceNumberAndTheClaim() {
        LatestValueWriter writer = value.writer();
        write(writer, 5);
        writer.claim();
        assertThat(CommandRun.of("stat", "--json", "--interval", "0.1", file).out()).contains("\"value_length\": 40",
                "\"next_value\": \"in_work\"", "\"positions\": {}", "\"counts\": {\"sequence\": 5}",
                "\"counts_per_s\": {\"sequence\": 0.000}", "\"holds_up\": false")
                .containsPattern("\"unchanged_s\": \\{\"sequence\": \\d+\\.\\d+}")
                .containsPattern("\"open_claims\": \\[\\{\"sequence\": 6, \"length\": 40, \"seen_s\": \\d+\\.\\d+");
    }

    // dump

    @Test
    void newestValueIsDumpedWithItsNumber() {
        LatestValueWriter writer = value.writer();
        assertThat(dump().out()).contains("LATEST_VALUE of 40 bytes", "no value was written yet");
        assertThat(dump().code()).isZero();
        write(writer, 6);
        CommandRun dump = dump();
        assertThat(dump.code()).isZero();
        assertThat(dump.out()).contains("sequence 6  length 40",
                "  0000  71 75 6f 74 65 20 36 00  00 00 00 00 00 00 00 00  |quote 6.........|", "  0020  00");
        assertThat(dump("--max-bytes", "5").out()).contains("|quote|", "... 35 bytes more");
    }

    @Test
    void optionsOfRingsAreRefused() {
        write(value.writer(), 1);
        assertFails("--from: a LATEST_VALUE has no positions", "--from", "0");
        assertFails("--type: a LATEST_VALUE has no types", "--type", "1");
        assertFails("--lane 0: only a LANE_RING has lanes", "--lane", "0");
    }

    private void assertFails(String message, Object... options) {
        CommandRun dump = dump(options);
        assertThat(dump.code()).isEqualTo(2);
        assertThat(dump.err()).contains(message).doesNotContain("\tat ", "Exception");
    }

    @Test
    void dumpOfALiveValueIsNeverTorn() throws Exception {
        LatestValueWriter writer = value.writer();
        AtomicBoolean stop = new AtomicBoolean();
        Thread traffic = Thread.ofPlatform().start(() -> {
            byte[] bytes = new byte[LENGTH];
            for (int i = 0; !stop.get(); i++) {
                Arrays.fill(bytes, (byte) ('A' + i % 26));
                writer.write(MemorySegment.ofArray(bytes));
            }
        });
        int values = 0;
        try {
            for (int i = 0; i < 300; i++) {
                CommandRun dump = dump();
                assertThat(dump.code()).as(dump.err()).isIn(0, 1);
                String text = dump.out().replaceAll("(?m)^[^|]*$|^.*\\|(.*)\\|$", "$1").replaceAll("\\s", "");
                assertThat(text.chars().distinct().count()).as(dump.out()).isLessThanOrEqualTo(1);
                values += text.length() == LENGTH ? 1 : 0;
            }
        } finally {
            stop.set(true);
            traffic.join();
        }
        assertThat(values).isPositive();
    }
}
