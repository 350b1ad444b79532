package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PinnedThreadTest {
    /** More than any kernel is built for, and still a legal number in a set. */
    private static final int NO_CPU = CpuSet.MAX_CPUS - 1;

    /** A pin that stays behind would make all later tests see one CPU only, and pass for nothing. */
    @AfterEach
    void threadHasTheSetOfTheProcessAgain() {
        assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.allowed());
    }

    @Test
    void threadIsOnEachAllowedCpuInTurn() throws IOException {
        for (int cpu : CpuSet.allowed()) {
            try (PinnedThread pin = PinnedThread.to(cpu)) {
                assertThat(ThreadStatus.allowed(pin.tid())).isEqualTo(CpuSet.of(cpu));
                assertThat(CurrentThread.cpu()).isEqualTo(cpu);
                assertThat(pin.cpu()).isEqualTo(cpu);
            }
        }
    }

    @Test
    void closingRestoresTheFormerSet() throws IOException {
        CpuSet former = CurrentThread.allowed();
        PinnedThread pin = PinnedThread.to(former.first());
        assertThat(pin.former()).isEqualTo(former);
        pin.close();
        assertThat(ThreadStatus.allowed(CurrentThread.tid())).isEqualTo(former);
    }

    @Test
    void closingTwiceDoesNotTouchALaterPin() {
        CpuSet allowed = CurrentThread.allowed();
        PinnedThread first = PinnedThread.to(allowed.first());
        first.close();
        try (PinnedThread second = PinnedThread.to(allowed.first())) {
            first.close();
            assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.of(second.cpu()));
        }
    }

    @Test
    void pinsNest() {
        CpuSet former = CurrentThread.allowed();
        for (int inner : former) {
            try (PinnedThread outerPin = PinnedThread.to(former.first())) {
                try (PinnedThread innerPin = PinnedThread.to(inner)) {
                    assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.of(innerPin.cpu()));
                }
                assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.of(outerPin.cpu()));
            }
        }
        assertThat(CurrentThread.allowed()).isEqualTo(former);
    }

    @Test
    void childOfAPinnedThreadCanPinItselfElsewhere() throws Exception {
        CpuSet allowed = CurrentThread.allowed();
        int last = allowed.stream().max().getAsInt();
        try (PinnedThread pin = PinnedThread.to(allowed.first())) {
            String former = onAnotherThread(() -> {
                try (PinnedThread child = PinnedThread.to(last)) {
                    return child.former() + " to " + CurrentThread.cpu();
                }
            });
            assertThat(former).isEqualTo(pin.cpu() + " to " + last);
        }
    }

    @Test
    void closingOnAnotherThreadIsRefusedAndThePinStays() {
        try (PinnedThread pin = PinnedThread.to(CurrentThread.allowed().first())) {
            assertThatThrownBy(() -> onAnotherThread(Executors.callable(pin::close))).cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must be closed on that thread");
            assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.of(pin.cpu()));
        }
    }

    @Test
    void virtualThreadIsRefused() {
        int cpu = CurrentThread.allowed().first();
        FutureTask<PinnedThread> task = new FutureTask<>(() -> PinnedThread.to(cpu));
        Thread.ofVirtual().start(task);
        assertThatThrownBy(task::get).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A virtual thread cannot be pinned");
    }

    @Test
    void missingCpuIsNamedTogetherWithTheAllowedSetAndNothingChanges() {
        CpuSet former = CurrentThread.allowed();
        assertThatThrownBy(() -> PinnedThread.to(NO_CPU))
                .isInstanceOfSatisfying(AffinityException.class, e -> assertThat(e.errno()).isEqualTo(Libc.EINVAL))
                .hasMessageContaining(
                        "CPU " + NO_CPU + " does not exist or is offline; allowed: [" + CpuSet.grantable() + "]");
        assertThat(CurrentThread.allowed()).isEqualTo(former);
    }

    @Test
    void negativeCpuIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PinnedThread.to(-1)).withMessageContaining("-1");
    }

    @Test
    void pinSaysWhatItIs() {
        try (PinnedThread pin = PinnedThread.to(CurrentThread.allowed().first())) {
            assertThat(pin).hasToString(
                    "Thread " + Thread.currentThread().getName() + " (" + CurrentThread.tid() + ") pinned to CPU "
                            + pin.cpu() + ", formerly [" + pin.former() + "]");
        }
    }

    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }
}
