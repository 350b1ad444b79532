package io.sidecore.syscall.counters;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An engine at one moment; a plain value that outlives its region.
 *
 * <p>Each word is read at a slightly different moment, but none ever goes back. The region is not trusted: a word that cannot be a count
 * reads as the nearest that can.
 *
 * @param name           what the engine calls itself, printable ASCII
 * @param pagesOpened    since the engine was started
 * @param pagesUncounted of these, how many found no free block
 * @param coresUncounted cores that found no free block
 * @param allPages       what all pages together have counted, open and closed ones, but not uncounted ones
 * @param cores          with a block each
 * @param pages          open ones with a block each
 */
public record EngineSnapshot(String name, long pagesOpened, long pagesUncounted, long coresUncounted,
        PageTotals allPages, List<CoreSnapshot> cores, List<PageSnapshot> pages) {
    /**
     * Reads the region of an engine of any process, live or dead.
     *
     * @param region the inspection; it stays the caller's to close
     * @return what stands there
     * @throws RegionException if it is not a region of counters, or of another layout
     */
    public static EngineSnapshot of(RegionInspection region) throws RegionException {
        List<String> faults = region.faults();
        if (!faults.isEmpty()) {
            throw new RegionException(region.file() + ": " + faults.getFirst());
        }
        if (region.kind().orElse(null) != RegionKind.ENGINE_COUNTERS) {
            throw new RegionException(region.file() + ": kind is " + region.kindCode() + ", expected "
                    + RegionKind.ENGINE_COUNTERS.code() + " (" + RegionKind.ENGINE_COUNTERS + ")");
        }
        if (region.capacity() != CounterLayout.LENGTH
                || region.region().byteSize() < RegionHeader.LENGTH + CounterLayout.LENGTH) {
            throw new RegionException(region.file() + ": capacity is " + region.capacity() + ", counters take "
                    + CounterLayout.LENGTH);
        }
        return read(new Words(region.region().asSlice(RegionHeader.LENGTH, CounterLayout.LENGTH)));
    }

    static EngineSnapshot read(Words words) {
        return new EngineSnapshot(words.text(CounterLayout.ENGINE_NAME, CounterLayout.ENGINE_NAME_LENGTH),
                words.count(CounterLayout.ENGINE_PAGES_OPENED), words.count(CounterLayout.ENGINE_PAGES_UNCOUNTED),
                words.count(CounterLayout.ENGINE_CORES_UNCOUNTED),
                IntStream.range(0, CounterLayout.PAGES)
                        .mapToObj(i -> PageTotals.read(words, CounterLayout.page(i) + CounterLayout.PAGE_TOTALS))
                        .reduce(PageTotals.NONE, PageTotals::plus),
                IntStream.range(0, CounterLayout.CORES).mapToObj(i -> CoreSnapshot.read(words, i))
                        .flatMap(Optional::stream).toList(),
                IntStream.range(0, CounterLayout.PAGES).mapToObj(i -> PageSnapshot.read(words, i))
                        .flatMap(Optional::stream).toList());
    }
}
