package io.sidecore.syscall.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineCountersTest {
    private final EngineCounters counters = EngineCounters.create("core", 64);

    private PageCounters openPage() {
        return counters.openPage(1, 64, PageKind.PRIVATE);
    }

    private PageSnapshot onlyPage() {
        assertThat(counters.snapshot().pages()).hasSize(1);
        return counters.snapshot().pages().getFirst();
    }

    private static EngineSnapshot inspect(Path path) throws RegionException {
        try (RegionInspection region = SharedMemory.inspect(path)) {
            return EngineSnapshot.of(region);
        }
    }

    @Test
    void anotherMappingShowsWhatIsCounted() throws IOException {
        CoreCounters core = counters.openCore(3, 8);
        core.threads(2, 1);
        core.executed(7);
        core.batch(5);
        core.queueWait(100);
        core.serviceTime(200);
        core.inCall(17);
        PageCounters page = counters.openPage(4711, 512, PageKind.SHARED);
        page.submitted(9);
        page.reaped(6);
        EngineSnapshot seen = inspect(counters.memory().path().orElseThrow());
        assertThat(seen.name()).isEqualTo("core");
        assertThat(seen.cores()).hasSize(1);
        CoreSnapshot seenCore = seen.cores().getFirst();
        assertThat(seenCore.cpu()).isEqualTo(3);
        assertThat(seenCore.samplingInterval()).isEqualTo(64);
        assertThat(seenCore.state()).isEqualTo(CoreState.IN_CALL);
        assertThat(seenCore.call()).isEqualTo(17);
        assertThat(seenCore.totals()).isEqualTo(new CoreTotals(7, 1, 0, 0, 0, 0, 0, 0, 0));
        assertThat(seenCore.batchSizes().count(2)).isEqualTo(1);
        assertThat(seenCore.queueWait().count(6)).isEqualTo(1);
        assertThat(seenCore.serviceTime().count(7)).isEqualTo(1);
        assertThat(seen.pages()).containsExactly(
                new PageSnapshot(0, 1, 4711, 512, PageKind.SHARED, new PageTotals(9, 6, 0, 0, 0, 0)));
        assertThat(seen.pages().getFirst().inFlight()).isEqualTo(3);
    }

    @Test
    void descriptorCarriesTheNameThatToolsLookFor() throws IOException {
        assertThat(counters.isVisible()).isTrue();
        Path path = counters.memory().path().orElseThrow();
        assertThat(Files.readSymbolicLink(path).toString()).startsWith("/memfd:" + EngineCounters.REGION_NAME);
    }

    @Test
    void whereAMemfdIsRefusedCountersAreThereForThisProcessOnly() throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        Process child = new ProcessBuilder("sh", "-c", "ulimit -n 64; exec \"$@\"", "sh", java,
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                ForbiddenMemfd.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("first true second false 5");
    }

    @Test
    void closedCountersAreHiddenAndStillCount() {
        Path path = counters.memory().path().orElseThrow();
        PageCounters page = openPage();
        counters.close();
        counters.close();
        assertThat(counters.isVisible()).isFalse();
        assertThatThrownBy(() -> inspect(path)).isInstanceOf(RegionException.class);
        page.submitted(3);
        page.close();
        assertThat(counters.snapshot().allPages().submitted()).isEqualTo(3);
    }

    @Test
    void freeBlockIsTakenAgainUnderAnotherGeneration() {
        PageCounters first = openPage();
        first.submitted(5);
        first.waited();
        long generation = onlyPage().generation();
        first.close();
        assertThat(counters.snapshot().pages()).isEmpty();
        PageCounters second = counters.openPage(2, 128, PageKind.SHARED);
        assertThat(onlyPage()).isEqualTo(new PageSnapshot(0, generation + 2, 2, 128, PageKind.SHARED, PageTotals.NONE));
        second.submitted(1);
        assertThat(onlyPage().totals().submitted()).isEqualTo(1);
        assertThat(counters.snapshot().allPages()).isEqualTo(new PageTotals(6, 0, 0, 0, 0, 1));
        assertThat(counters.snapshot().pagesOpened()).isEqualTo(2);
    }

    @Test
    void closedPageNeitherFreesNorWritesTheBlockOfItsSuccessor() {
        PageCounters first = openPage();
        first.close();
        PageCounters second = openPage();
        second.submitted(1);
        first.submitted(99);
        first.waited();
        first.close();
        assertThat(onlyPage().totals()).isEqualTo(new PageTotals(1, 0, 0, 0, 0, 0));
        openPage();
        assertThat(counters.snapshot().pages()).extracting(PageSnapshot::index).containsExactly(0, 1);
    }

    @Test
    void pageBeyondTheLastBlockCountsNowhereAndTakesAFreedBlockLater() {
        List<PageCounters> pages = new ArrayList<>();
        for (int i = 0; i < EngineCounters.MAX_PAGES; i++) {
            pages.add(openPage());
        }
        PageCounters uncounted = openPage();
        uncounted.submitted(7);
        uncounted.waited();
        assertThat(counters.snapshot().pages()).hasSize(256);
        assertThat(counters.snapshot().pagesUncounted()).isEqualTo(1);
        assertThat(counters.snapshot().allPages()).isEqualTo(PageTotals.NONE);
        uncounted.close();
        pages.get(100).close();
        counters.openPage(4711, 64, PageKind.PRIVATE);
        assertThat(counters.snapshot().pages().get(100).owner()).isEqualTo(4711);
        assertThat(counters.snapshot().pagesUncounted()).isEqualTo(1);
    }

    @Test
    void coreBeyondTheLastBlockCountsNowhere() {
        for (int i = 0; i < EngineCounters.MAX_CORES; i++) {
            counters.openCore(i, 1);
        }
        CoreCounters uncounted = counters.openCore(16, 1);
        uncounted.executed(7);
        uncounted.serviceTime(Long.MAX_VALUE);
        EngineSnapshot seen = counters.snapshot();
        assertThat(seen.cores()).hasSize(16).noneMatch(core -> core.totals().executed() > 0);
        assertThat(seen.coresUncounted()).isEqualTo(1);
    }

    @Test
    void everyCoreAndEveryPageHasABlockOfItsOwn() {
        for (int i = 0; i < EngineCounters.MAX_CORES; i++) {
            CoreCounters core = counters.openCore(i, 1);
            core.executed(100 + i);
            core.serviceTime(Long.MAX_VALUE);
        }
        for (int i = 0; i < EngineCounters.MAX_PAGES; i++) {
            PageCounters page = counters.openPage(i, 64, PageKind.PRIVATE);
            page.submitted(1000 + i);
            page.waited();
        }
        EngineSnapshot seen = counters.snapshot();
        assertThat(seen.cores()).allSatisfy(core -> {
            assertThat(core.cpu()).isEqualTo(core.index());
            assertThat(core.totals().executed()).isEqualTo(100 + core.index());
            assertThat(core.serviceTime().total()).isEqualTo(1);
        });
        assertThat(seen.pages()).allSatisfy(page -> {
            assertThat(page.owner()).isEqualTo(page.index());
            assertThat(page.totals()).isEqualTo(new PageTotals(1000 + page.index(), 0, 0, 0, 0, 1));
        });
    }

    @Test
    void nameIsCutAndWhatCannotBePrintedIsReplaced() {
        assertThat(EngineCounters.create("n".repeat(100), 0).snapshot().name()).isEqualTo("n".repeat(64));
        assertThat(EngineCounters.create("a\u001b[2J\u00fc\n", 0).snapshot().name()).isEqualTo("a?[2J??");
        assertThat(EngineCounters.create("", 0).snapshot().name()).isEmpty();
    }

    @Test
    void samplingIntervalIsNoneOrAPowerOfTwo() {
        assertThat(EngineCounters.create("core", 0).samplingInterval()).isZero();
        assertThat(EngineCounters.create("core", 1 << 20).samplingInterval()).isEqualTo(1 << 20);
        for (int interval : new int[]{-1, 3, 1 << 21, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> EngineCounters.create("core", interval))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sampling interval " + interval);
        }
    }

    @Test
    void regionOfAnotherKindOrLengthIsRefused() throws IOException {
        SharedMemory page = SharedMemory.memfd("other", RegionKind.SYSCALL_PAGE, 4096, 64);
        assertThatThrownBy(() -> inspect(page.path().orElseThrow())).isInstanceOf(RegionException.class)
                .hasMessageContaining("kind is 16, expected 17 (ENGINE_COUNTERS)");
        SharedMemory shorter = SharedMemory.memfd("short", RegionKind.ENGINE_COUNTERS, 4096, 128);
        assertThatThrownBy(() -> inspect(shorter.path().orElseThrow())).isInstanceOf(RegionException.class)
                .hasMessageContaining("capacity is 4096, counters take 49408");
        SharedMemory longer = SharedMemory.memfd("long", RegionKind.ENGINE_COUNTERS, 65_536, 128);
        assertThatThrownBy(() -> inspect(longer.path().orElseThrow())).isInstanceOf(RegionException.class)
                .hasMessageContaining("capacity is 65536");
        counters.memory().region().set(ValueLayout.JAVA_INT, 8, 2);
        assertThatThrownBy(() -> inspect(counters.memory().path().orElseThrow())).isInstanceOf(RegionException.class)
                .hasMessageContaining("layout version is 2");
    }

    @Test
    void randomWordsReadAsCountsThatCanBeAddedUp() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            for (long at = 0; at < counters.memory().capacity(); at += 8) {
                counters.memory().data().set(ValueLayout.JAVA_LONG, at, random.nextLong() >> random.nextInt(64));
            }
            EngineSnapshot seen = counters.snapshot();
            PageTotals all = seen.allPages();
            assertThat(all.submitted()).isNotNegative();
            assertThat(all.waits()).isNotNegative();
            assertThat(seen.name()).matches("[ -~]{0,64}");
            for (CoreSnapshot core : seen.cores()) {
                assertThat(core.totals().executed()).isNotNegative();
                assertThat(core.queueWait().total()).isNotNegative();
                assertThat(core.queueWait().bucketOf(0.5)).isBetween(-1, 31);
            }
        }
    }
}
