package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of other calls while one is stuck in the active thread. */
class StuckCallTest extends EngineScene {
    /** Several of the rarest looks of the watch. */
    private static final long LOOKS_NANOS = 5_000_000;

    private static final Duration HAND_OFF = Duration.ofNanos(400_000);
    /** Of a window in which looks are counted. */
    private static final int HAND_OFFS = 500;

    private volatile boolean isSubmitted;

    /** Has the core find together what is submitted from now until {@link #isSubmitted}: a thread that runs is not stuck. */
    private long keepBusy(CoreEngine engine, SyscallPage page) {
        CountDownLatch busy = new CountDownLatch(1);
        long call = page.call(engine.register((a, b, c, d, e, f) -> {
            busy.countDown();
            while (!isSubmitted) {
                Thread.onSpinWait();
            }
            return 0;
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> busy.getCount() == 0);
        return call;
    }

    @Test
    void resultsOfBriefCallsShowWhileTheOneBehindThemIsStuck() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        keepBusy(engine, page);
        long first = page.getppid();
        long second = page.getppid();
        long stuck = page.write(pipe[1], buffer, 0, 4096);
        isSubmitted = true;
        assertThat(page.await(second, idle)).isEqualTo(parent);
        assertThat(page.await(first, idle)).isEqualTo(parent);
        assertThat(page.cancel(stuck)).isTrue();
        assertThat(page.await(stuck, idle)).isEqualTo(-Errno.ECANCELED);
    }

    /** The watch looks once in a second while all cores sleep: unless it is told, this takes longer than the test may. */
    @Test
    void aCallThatBlocksRightBehindASleepIsHandedOver() {
        CoreEngine engine = start(options().sleepingAfter(Duration.ZERO));
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        for (int i = 0; i < 150; i++) {
            SyscallCore core = page.core();
            long[] since = {System.nanoTime()};
            await(() -> {
                since[0] = core.isAsleep() ? since[0] : System.nanoTime();
                return System.nanoTime() - since[0] > LOOKS_NANOS;
            });
            long write = page.write(pipe[1], buffer, 0, 4096);
            assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
            direct.read(pipe[0], buffer, 0, PIPE);
            assertThat(page.await(write, idle)).isEqualTo(4096);
            direct.write(pipe[1], buffer, 0, PIPE - 4096);
        }
    }

    @Test
    void closingInterruptsTheLastThreadThatIsLeft() {
        CoreEngine engine = start(options().threads(2));
        SyscallPage page = engine.register(64);
        int[] pipe = openFullPipe();
        page.read(openPipe()[0], buffer, 0, 1);
        page.write(pipe[1], buffer, 0, 4096);
        page.write(pipe[1], buffer, 0, 4096);
        long quick = page.getppid();
        engine.close();
        awaitAll(page);
        assertThat(results.remove(quick)).isEqualTo(parent);
        assertThat(results.values()).hasSize(3).containsOnly((long) -Errno.ECANCELED);
    }

    /** In one of many windows, because the watch looks at threads that others keep from their CPU as often as at those that are stuck. */
    @Test
    void briefCallsAreDisturbedByFewLooksAndOneThatBlocksBehindThemIsHandedOver() {
        CoreEngine engine = start(options().handingOffAfter(HAND_OFF));
        SyscallPage page = engine.register(64);
        await(() -> looksWhileCallsAreBrief(page) * 3 < HAND_OFFS * 2);
        long handOffs = engine.handOffs();
        int[] pipe = openFullPipe();
        page.write(pipe[1], buffer, 0, 4096);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        assertThat(engine.handOffs()).isGreaterThan(handOffs);
        direct.read(pipe[0], buffer, 0, PIPE);
        awaitAll(page);
    }

    /** In so many hand-off times. */
    private long looksWhileCallsAreBrief(SyscallPage page) {
        long before = switchesOfWatch();
        callBriefly(page, HAND_OFFS * HAND_OFF.toNanos());
        return switchesOfWatch() - before;
    }

    private void callBriefly(SyscallPage page, long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 32; i++) {
                page.getppid();
            }
            awaitAll(page);
            results.clear();
        }
    }

    /** How often the thread of the only engine has slept. */
    private static long switchesOfWatch() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            Path watch = tasks.filter(task -> read(task.resolve("comm")).startsWith("sidecore-watch")).findFirst()
                    .orElseThrow();
            return read(watch.resolve("status")).lines().filter(line -> line.startsWith("voluntary_ctxt_switches"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // A thread that has ended meanwhile.
            return "";
        }
    }

    @Test
    void everyCallCountsOnceAsExecuted() {
        CoreEngine engine = start(options().handingOffAfter(Duration.ofNanos(50_000)));
        SyscallPage page = engine.register(64);
        int[] full = openFullPipe();
        int[] empty = openPipe();
        for (int i = 0; i < 20; i++) {
            page.getppid();
        }
        page.read(empty[0], buffer, 0, 1);
        page.thenOnSameDescriptor().read(empty[0], buffer, 0, 1);
        page.write(full[1], buffer, 0, 4096);
        for (int i = 0; i < 20; i++) {
            page.getppid();
        }
        await(() -> page.poll(keep, 64) >= 0 && results.size() == 40);
        direct.read(full[0], buffer, 0, PIPE);
        direct.write(empty[1], buffer, 0, 2);
        awaitAll(page);
        assertThat(engine.handOffs()).isPositive();
        page.getppid();
        awaitAll(page);
        await(() -> engine.executed() >= 44);
        assertThat(engine.executed()).isEqualTo(44).isEqualTo(page.submitted());
    }
}
