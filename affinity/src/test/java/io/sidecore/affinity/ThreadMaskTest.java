package io.sidecore.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ThreadMaskTest {
    /** Above the highest id Linux gives out, which is 2^22. */
    private static final int NO_THREAD = 1 << 23;

    @Test
    void kernelIdIsTheOneInProc() throws IOException {
        assertThat(CurrentThread.tid()).isEqualTo(ThreadStatus.tid());
    }

    @Test
    void allowedCpusAreThoseInProc() throws IOException {
        assertThat(CurrentThread.allowed()).isEqualTo(ThreadStatus.allowed(CurrentThread.tid()));
        assertThat(CpuSet.allowed()).isEqualTo(ThreadStatus.allowed((int) ProcessHandle.current().pid()));
    }

    @Test
    void threadRunsOnAnAllowedCpu() {
        assertThat(CurrentThread.allowed().contains(CurrentThread.cpu())).isTrue();
    }

    @Test
    void maskThatIsTooShortForTheKernelGrows() {
        // No kernel takes a single byte, since masks come in longs; so even a small machine makes it grow.
        assertThat(ThreadMask.read(ThreadMask.SELF, 1)).isEqualTo(CurrentThread.allowed());
    }

    @Test
    void grantableIncludesWhatIsAllowed() {
        assertThat(CpuSet.allowed().minus(CpuSet.grantable())).isEqualTo(CpuSet.empty());
    }

    @Test
    void askingWhatIsGrantableLeavesTheCallerAsItIs() {
        int cpu = CurrentThread.allowed().first();
        try (PinnedThread pin = PinnedThread.to(cpu)) {
            CpuSet grantable = CpuSet.grantable();
            assertThat(grantable.contains(cpu)).isTrue();
            assertThat(CurrentThread.allowed()).isEqualTo(CpuSet.of(pin.cpu()));
        }
    }

    @Test
    void askingWhatIsGrantableKeepsTheInterrupt() {
        CpuSet grantable = CpuSet.grantable();
        Thread.currentThread().interrupt();
        assertThat(CpuSet.grantable()).isEqualTo(grantable);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void threadThatHasEndedIsNamed() {
        assertThatThrownBy(() -> ThreadMask.read(NO_THREAD)).isInstanceOf(AffinityException.class)
                .hasMessageContaining("read the CPUs of thread " + NO_THREAD).hasMessageContaining("no such thread");
        assertThatThrownBy(() -> ThreadMask.write(NO_THREAD, CpuSet.of(0)))
                .isInstanceOfSatisfying(AffinityException.class,
                        e -> assertThat(e.errno()).isEqualTo(Libc.ESRCH))
                .hasMessageContaining("to [0]");
    }

    @Test
    void missingPermissionIsNamed() {
        assertThat(ThreadMask.refused("set", 7, CpuSet.of(1), new LastErrorException(Libc.EPERM)))
                .hasMessageContaining("set the CPUs of thread 7 to [1]").hasMessageContaining("CAP_SYS_NICE")
                .hasMessageContaining("seccomp filter, if there is one, must let sched_setaffinity through");
        assertThat(ThreadMask.refused("read", 7, null, new LastErrorException(Libc.ENOSYS)))
                .hasMessageContaining("sched_getaffinity is not available");
    }

    @Test
    void virtualThreadIsRefusedAnAnswer() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(CurrentThread.tid());
            } catch (IllegalStateException e) {
                answer.completeExceptionally(e);
            }
        });
        assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("A virtual thread cannot ask for a kernel thread id");
    }
}
