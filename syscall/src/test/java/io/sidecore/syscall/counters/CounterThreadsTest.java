package io.sidecore.syscall.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Writers and readers at the same time. */
class CounterThreadsTest {
    private static final int EVENTS = 200_000;

    private final EngineCounters counters = EngineCounters.create("core", 1);

    /** Runs a body that may fail on a thread of its own, and ends with its failure. */
    private static void join(Thread thread, AtomicReference<Throwable> failure) throws InterruptedException {
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private static Thread start(AtomicReference<Throwable> failure, Runnable body) {
        return Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> failure.set(e)).start(body);
    }

    @Test
    void countsOfARoleThatIsHandedToAndFroAreComplete() throws InterruptedException {
        CoreCounters core = counters.openCore(0, 2);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Semaphore mine = new Semaphore(1);
        Semaphore others = new Semaphore(0);
        Thread other = start(failure, () -> handToAndFro(core, others, mine));
        handToAndFro(core, mine, others);
        join(other, failure);
        assertThat(counters.snapshot().cores().getFirst().totals().handOffs()).isEqualTo(2 * EVENTS / 10);
        assertThat(counters.snapshot().cores().getFirst().serviceTime().count(3)).isEqualTo(2 * EVENTS / 10);
    }

    private static void handToAndFro(CoreCounters core, Semaphore turn, Semaphore next) {
        for (int i = 0; i < EVENTS / 10; i++) {
            turn.acquireUninterruptibly();
            core.handOff();
            core.serviceTime(10);
            next.release();
        }
    }

    @Test
    void countsThatAReaderSeesNeverGoBack() throws InterruptedException {
        CoreCounters core = counters.openCore(0, 1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = start(failure, () -> {
            for (int i = 1; i <= EVENTS; i++) {
                core.executed(i);
                core.batch(i & 63 | 1);
                core.inCall(i & 255);
                core.queueWait(i);
                core.spinning();
            }
        });
        CoreSnapshot before = counters.snapshot().cores().getFirst();
        while (writer.isAlive()) {
            CoreSnapshot seen = counters.snapshot().cores().getFirst();
            assertThat(seen.totals().executed()).isGreaterThanOrEqualTo(before.totals().executed());
            assertThat(seen.totals().batches()).isGreaterThanOrEqualTo(before.totals().batches());
            assertThat(seen.queueWait().total()).isGreaterThanOrEqualTo(before.queueWait().total());
            assertThat(seen.state()).isIn(CoreState.SPINNING, CoreState.IN_CALL);
            assertThat(seen.call() > 0 ? CoreState.IN_CALL : seen.state()).as("state and number are one word")
                    .isEqualTo(seen.state());
            before = seen;
        }
        join(writer, failure);
        assertThat(counters.snapshot().cores().getFirst().batchSizes().total()).isEqualTo(EVENTS);
    }

    @Test
    void totalsOfAllPagesNeverGoBackHoweverPagesComeAndGo() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread owner = start(failure, () -> {
            for (int i = 0; i < EVENTS; i++) {
                try (PageCounters page = counters.openPage(1, 64, PageKind.PRIVATE)) {
                    page.submitted(1);
                    page.submitted(2);
                    page.waited();
                }
            }
        });
        PageTotals before = PageTotals.NONE;
        while (owner.isAlive()) {
            PageTotals seen = counters.snapshot().allPages();
            assertThat(seen.submitted()).isBetween(before.submitted(), 2L * EVENTS);
            assertThat(seen.waits()).isBetween(before.waits(), (long) EVENTS);
            before = seen;
        }
        join(owner, failure);
        assertThat(counters.snapshot().allPages()).isEqualTo(new PageTotals(2 * EVENTS, 0, 0, 0, 0, EVENTS));
    }

    @Test
    void pageThatIsSeenIsOneOfThoseThatWereOpened() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread owner = start(failure, () -> {
            // Owner, capacity and what it counts tell the page that the generation names.
            for (int i = 1; !done.get(); i++) {
                try (PageCounters page = counters.openPage(i, 2 * i, PageKind.PRIVATE)) {
                    page.submitted(3L * i);
                }
            }
        });
        Words words = new Words(counters.memory().data());
        try {
            for (int looks = 0; looks < 10 * EVENTS; looks++) {
                PageSnapshot.read(words, 0).ifPresent(seen -> {
                    long page = (seen.generation() + 1) / 2;
                    assertThat(seen.owner()).isEqualTo(page);
                    assertThat(seen.capacity()).isEqualTo(2 * page);
                    assertThat(seen.totals().submitted()).isIn(0L, 3 * page);
                });
            }
        } finally {
            done.set(true);
            join(owner, failure);
        }
    }
}
