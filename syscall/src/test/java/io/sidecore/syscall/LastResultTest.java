package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;

/** A page whose engine is played step by step: what its owner sees when the engine ends between two steps. */
class LastResultTest {
    private final SyscallPage page = new SyscallPage(new DirectEngine(), 64, null, null, Uncounted.page(),
            closed -> {});
    private final PageQueue queue = page.queue();

    /** Waits by doing the engine's next step. */
    private static IdleStrategy stepping(Runnable step) {
        return new IdleStrategy() {
            @Override
            public void idle() {
                step.run();
            }

            @Override
            public void idle(int workCount) {
                idle();
            }

            @Override
            public void reset() {}
        };
    }

    private int startAside() {
        page.getppid();
        int slot = queue.next();
        queue.setStatus(slot, queue.control(slot), EntryLayout.ASIDE | EntryLayout.BUSY);
        return slot;
    }

    @Test
    void aCallThatIsDoneButNotYetAnnouncedIsWaitedForAtTheEnd() {
        int slot = startAside();
        queue.setStatus(slot, queue.control(slot), EntryLayout.ASIDE | EntryLayout.DONE);
        page.refuseSubmissions();
        page.end();
        assertThat(page.await((token, result) -> {}, stepping(() -> queue.announce(slot)))).isOne();
        assertThat(page.inFlight()).isZero();
    }
}
