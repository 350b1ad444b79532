package io.sidecore.bench.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class PerfCountersTest {
    private static final int PAGES = 50;
    private static final int PAGE = 4096;

    @Test
    void countsWhatTheThreadDoesOutsideTheKernel() {
        try (PerfCounters counters = PerfCounters.open(CounterEvent.PAGE_FAULTS)) {
            assumeTrue(counters.isAvailable(), counters.reason());
            long before = counters.read(CounterEvent.PAGE_FAULTS);
            touchNewPages();
            assertThat(counters.read(CounterEvent.PAGE_FAULTS) - before).isGreaterThanOrEqualTo(PAGES);
            assertThat(counters).hasToString("hardware counters: available");
        }
    }

    private static void touchNewPages() {
        DirectCalls calls = new DirectCalls();
        long address = calls.mmap(0, (long) PAGES * PAGE, SystemCalls.PROT_READ | SystemCalls.PROT_WRITE,
                SystemCalls.MAP_PRIVATE | SystemCalls.MAP_ANONYMOUS, -1, 0);
        MemorySegment pages = MemorySegment.ofAddress(address).reinterpret((long) PAGES * PAGE);
        // Small pages, whatever the system prefers.
        calls.madvise(pages, SystemCalls.MADV_NOHUGEPAGE);
        for (int page = 0; page < PAGES; page++) {
            pages.set(ValueLayout.JAVA_BYTE, (long) page * PAGE, (byte) 1);
        }
        calls.munmap(address, (long) PAGES * PAGE);
    }

    @Test
    void eitherCountsInstructionsOrSaysWhyNot() {
        try (PerfCounters counters = PerfCounters.open(CounterEvent.PAGE_FAULTS, CounterEvent.INSTRUCTIONS)) {
            if (counters.isAvailable()) {
                long before = counters.read(CounterEvent.INSTRUCTIONS);
                assertThat(counters.read(CounterEvent.INSTRUCTIONS)).isGreaterThan(before);
            } else {
                assertThat(counters.reason()).matches("(instructions|page faults): .*E[A-Z]+.*");
                assertThat(counters).hasToString(
                        "hardware counters: not available here (" + counters.reason() + ")");
                // All or none.
                assertThatThrownBy(() -> counters.read(CounterEvent.PAGE_FAULTS)).hasMessageContaining("not counted");
            }
        }
    }

    @Test
    void whatWasNotAskedForIsNotCounted() {
        try (PerfCounters counters = PerfCounters.open(CounterEvent.PAGE_FAULTS)) {
            assertThatThrownBy(() -> counters.read(CounterEvent.CYCLES)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cycles");
        }
    }
}
