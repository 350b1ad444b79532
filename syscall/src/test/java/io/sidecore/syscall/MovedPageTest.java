package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page that goes from one core to another while calls of it are under way. */
class MovedPageTest extends EngineScene {
    private static final int LONG_ENOUGH_TO_END_MILLIS = 100;

    private CoreEngine engine;
    private SyscallCore first;
    private SyscallCore second;
    private SyscallPage page;

    @BeforeEach
    void registerWithTwoCores() {
        List<Integer> cpus = CpuSet.allowed().stream().boxed().toList();
        assumeThat(cpus).hasSizeGreaterThan(1);
        engine = start(CoreOptions.on(cpus.get(0), cpus.get(1)).idling(YieldingIdleStrategy::new));
        first = engine.cores().get(0);
        second = engine.cores().get(1);
        page = engine.register(64);
    }

    private long readSetAside(int fd) {
        long read = page.read(fd, buffer, 0, 1);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        await(() -> first.pendingCount() == 0);
        return read;
    }

    @Test
    void aCoreDoesNotEndBeforeTheCallsOfItsPagesOnOtherCores() throws InterruptedException {
        int[] pipe = openPipe();
        long read = readSetAside(pipe[0]);
        first.pages().moveLastTo(second);
        await(() -> second.pages().count() == 1);
        second.stop();
        assertThat(second.ended().await(LONG_ENOUGH_TO_END_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
        direct.write(pipe[1], buffer, 0, 1);
        assertThat(page.await(read, idle)).isOne();
        second.ended().await();
    }

    @Test
    void aCoreThatHasEndedTakesNoPage() throws InterruptedException {
        second.stop();
        second.ended().await();
        first.pages().moveLastTo(second);
        for (int i = 0; i < 1000; i++) {
            assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        }
        assertThat(engine.pagesByCore()).containsExactly(1, 0);
    }

    @Test
    void aPageThatGoesToAndFroIsAlwaysServed() {
        for (int i = 0; i < rounds(5000); i++) {
            long call = page.getppid();
            first.pages().moveLastTo(second);
            second.pages().moveLastTo(first);
            assertThat(page.await(call, idle)).as("round " + i).isEqualTo(parent);
        }
        await(() -> first.pages().count() + second.pages().count() == 1);
    }

    @Test
    void aCallIsGivenUpWhereItIsAndNotWhereItsPageIs() {
        int[] pipe = openPipe();
        long read = readSetAside(pipe[0]);
        first.pages().moveLastTo(second);
        await(() -> second.pages().count() == 1);
        assertThat(page.cancel(read)).isTrue();
        awaitAll(page);
        assertThat(results).containsEntry(read, (long) -Errno.ECANCELED);
    }
}
