package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.SyscallNumber;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Engines and pages that come and go leave no thread, no descriptor and no memory behind. */
class LifecycleTest extends EngineScene {
    private void startAndClose(int fd, int engines) {
        for (int round = 0; round < engines; round++) {
            Random random = new Random(SEED + round);
            CoreOptions options = random.nextBoolean() ? options() : options().sleepingAfter(Duration.ZERO);
            try (CoreEngine engine = CoreEngine.start(options)) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    SyscallPage page = engine.register(64);
                    page.getppid();
                    for (int reads = random.nextInt(6); reads > 0; reads--) {
                        page.read(fd, buffer, 0, 1);
                    }
                }
            }
        }
    }

    @Test
    void enginesLeaveNothingBehind() {
        int fd = openPipe()[0];
        // The JVM opens files of its own at first.
        startAndClose(fd, 20);
        long descriptors = ManyDescriptorsTest.openDescriptors();
        startAndClose(fd, rounds(200));
        await(() -> engineThreads() == 0);
        assertThat(ManyDescriptorsTest.openDescriptors()).isEqualTo(descriptors);
    }

    @Test
    void closedPagesAreCollectedWhileTheirEngineLives() {
        CoreEngine engine = start(options());
        int[] pipe = openPipe();
        List<WeakReference<SyscallPage>> closed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SyscallPage page = engine.register(64);
            page.read(pipe[0], buffer, 0, 1);
            page.raw(SyscallNumber.GETPPID);
            page.close();
            closed.add(new WeakReference<>(page));
        }
        // Each thread may keep the page that it has served last.
        int most = engine.threads() + 2;
        await(() -> {
            System.gc();
            return closed.stream().filter(page -> !page.refersTo(null)).count() <= most;
        });
    }

    @Test
    void noWakeUpIsLost() {
        assertThat(SubmissionsToASleepingCore.play(SEED, rounds(10_000))).isZero();
    }
}
