package io.sidecore.syscall.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes that tools of other processes, and later versions, must find: every word that is not zero, as {@code offset in the region: bytes
 * in the order of their addresses}. A change here is a new layout version.
 */
class CounterLayoutTest {
    private static final int CREATION_END = 64;
    private static final int CORES = RegionHeader.LENGTH + 256;
    private static final int PAGES = CORES + 16 * 1024;

    private final EngineCounters counters = EngineCounters.create("core", 64);

    private List<String> words(long from, long to) {
        MemorySegment region = counters.memory().region();
        List<String> words = new ArrayList<>();
        for (long at = from; at < to; at += 8) {
            long word = region.get(ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), at);
            if (word != 0) {
                words.add("%d: %016x".formatted(at, word));
            }
        }
        return words;
    }

    private List<String> words() {
        return words(CREATION_END, counters.memory().region().byteSize());
    }

    @Test
    void regionHasTheGoldenHeader() {
        assertThat(words(0, 40)).containsExactly("0: 53494445434f5245", "8: 0100000011000000", "16: 00c1000000000000",
                "24: 0020000000000000", "32: 8000000001000000");
        assertThat(RegionKind.ENGINE_COUNTERS.code()).isEqualTo(17);
        assertThat(counters.memory().region().byteSize()).isEqualTo(57_600).isEqualTo(PAGES + 256 * 128);
    }

    @Test
    void freshRegionHoldsNothingButTheEnginesName() {
        assertThat(words()).containsExactly("8256: 636f726500000000");
    }

    @Test
    void coreBlockHasTheGoldenBytes() {
        counters.openCore(2, 16);
        CoreCounters core = counters.openCore(0x01020304, 17);
        core.threads(5, 2);
        core.threads(4, 3);
        core.blocked(6);
        core.executed(0x0102030405060708L);
        core.spins(0x21);
        core.inCall(0x39);
        int block = CORES + 1024;
        assertThat(words(block, PAGES)).containsExactly(block + ": 0403020100000000", block + 8 + ": 4000000000000000",
                block + 16 + ": 0200000039000000", block + 24 + ": 0400000000000000", block + 32 + ": 0500000000000000",
                block + 40 + ": 1100000000000000", block + 48 + ": 0300000000000000", block + 56 + ": 0600000000000000",
                block + 128 + ": 0807060504030201", block + 144 + ": 2100000000000000");
    }

    @Test
    void eventsOfACoreHaveTheirPlaces() {
        CoreCounters core = counters.openCore(0, 0);
        repeat(2, core::park);
        repeat(3, core::wakeUp);
        repeat(4, core::handOff);
        repeat(5, core::wouldBlock);
        repeat(6, core::heldBack);
        repeat(7, core::cancelled);
        assertThat(words(CORES + 128, CORES + 1024)).containsExactly(CORES + 152 + ": 0200000000000000",
                CORES + 160 + ": 0300000000000000", CORES + 168 + ": 0400000000000000",
                CORES + 176 + ": 0500000000000000",
                CORES + 184 + ": 0600000000000000", CORES + 192 + ": 0700000000000000");
    }

    @Test
    void histogramsOfACoreHaveTheirPlaces() {
        CoreCounters core = counters.openCore(0, 0);
        core.batch(1);
        core.batch(64);
        core.queueWait(1000);
        core.serviceTime(Long.MAX_VALUE);
        assertThat(words(CORES + 128, CORES + 1024)).containsExactly(CORES + 136 + ": 0200000000000000",
                CORES + 256 + ": 0100000000000000", CORES + 256 + 6 * 8 + ": 0100000000000000",
                CORES + 512 + 9 * 8 + ": 0100000000000000", CORES + 768 + 31 * 8 + ": 0100000000000000");
    }

    @Test
    void statesOfACoreHaveTheirNumbers() {
        CoreCounters core = counters.openCore(0, 0);
        assertThat(words(CORES + 16, CORES + 24)).containsExactly(CORES + 16 + ": 0100000000000000");
        core.asleep();
        assertThat(words(CORES + 16, CORES + 24)).containsExactly(CORES + 16 + ": 0300000000000000");
        core.released();
        assertThat(words(CORES + 16, CORES + 24)).containsExactly(CORES + 16 + ": 0400000000000000");
        core.spinning();
        assertThat(words(CORES + 16, CORES + 24)).containsExactly(CORES + 16 + ": 0100000000000000");
    }

    @Test
    void pageBlockHasTheGoldenBytes() {
        counters.openPage(1, 64, PageKind.PRIVATE);
        PageCounters page = counters.openPage(0x0A0B0C, 512, PageKind.SHARED);
        page.submitted(0x11);
        page.reaped(0x12);
        page.full(0x13);
        repeat(4, page::wakeUp);
        repeat(5, page::cancel);
        repeat(6, page::waited);
        int block = PAGES + 128;
        assertThat(words(block, PAGES + 256 * 128)).containsExactly(block + ": 0100000000000000",
                block + 8 + ": 0c0b0a0000000000", block + 16 + ": 0002000000000000", block + 24 + ": 0200000000000000",
                block + 32 + ": 1100000000000000", block + 40 + ": 1200000000000000", block + 48 + ": 1300000000000000",
                block + 56 + ": 0400000000000000", block + 64 + ": 0500000000000000",
                block + 72 + ": 0600000000000000");
    }

    @Test
    void nextPageOfABlockStartsFromTheTotalsOfTheOneBefore() {
        PageCounters first = counters.openPage(1, 64, PageKind.PRIVATE);
        first.submitted(0x11);
        first.reaped(0x12);
        first.full(0x13);
        repeat(4, first::wakeUp);
        repeat(5, first::cancel);
        repeat(6, first::waited);
        first.close();
        assertThat(words(PAGES, PAGES + 8)).as("an even generation").containsExactly(PAGES + ": 0200000000000000");
        PageCounters second = counters.openPage(1, 64, PageKind.PRIVATE);
        second.submitted(1);
        second.waited();
        assertThat(words(PAGES, PAGES + 8)).containsExactly(PAGES + ": 0300000000000000");
        assertThat(words(PAGES + 32, PAGES + 128)).containsExactly(PAGES + 32 + ": 1200000000000000",
                PAGES + 40 + ": 1200000000000000", PAGES + 48 + ": 1300000000000000", PAGES + 56 + ": 0400000000000000",
                PAGES + 64 + ": 0500000000000000", PAGES + 72 + ": 0700000000000000",
                PAGES + 80 + ": 1100000000000000", PAGES + 88 + ": 1200000000000000",
                PAGES + 96 + ": 1300000000000000", PAGES + 104 + ": 0400000000000000",
                PAGES + 112 + ": 0500000000000000", PAGES + 120 + ": 0600000000000000");
    }

    @Test
    void whatFoundNoBlockIsCounted() {
        for (int i = 0; i < 18; i++) {
            counters.openCore(i, 1);
        }
        for (int i = 0; i < 259; i++) {
            counters.openPage(1, 64, PageKind.PRIVATE);
        }
        assertThat(words(RegionHeader.LENGTH + 128, RegionHeader.LENGTH + 256)).containsExactly(
                "8320: 0301000000000000", "8328: 0300000000000000", "8336: 0200000000000000");
    }

    private static void repeat(int times, Runnable event) {
        for (int i = 0; i < times; i++) {
            event.run();
        }
    }
}
