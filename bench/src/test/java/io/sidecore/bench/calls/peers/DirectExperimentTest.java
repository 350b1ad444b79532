package io.sidecore.bench.calls.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.uring.IoUring;
import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CurrentThread;
import io.sidecore.bench.jmh.JmhEntrant;
import io.sidecore.bench.calls.served.RecordFile;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

class DirectExperimentTest {
    private static final int CALLS = 1_000;

    static List<JmhEntrant> entrants() {
        return new DirectExperiment().entrants();
    }

    @ParameterizedTest
    @MethodSource("entrants")
    void everyCallLeavesItsRecordInTheFile(JmhEntrant entrant) throws Exception {
        assumeTrue(entrant.benchmark() != PageWrites.class
                || CorePlan.automatic().sharing() != CorePlan.Sharing.ONE_CPU, "the page needs a CPU of its own");
        assumeTrue(!entrant.optional() || IoUring.isAvailable(), "io_uring is not available");
        Writes writes = (Writes) entrant.benchmark().getDeclaredConstructor().newInstance();
        Method call = entrant.benchmark().getMethod(entrant.method());
        assertThat(call.isAnnotationPresent(Benchmark.class)).isTrue();
        OperationsPerInvocation each = call.getAnnotation(OperationsPerInvocation.class);
        writes.start();
        assertThat(CurrentThread.allowed().size() == 1).isEqualTo(writes.isPinned());
        for (int made = 0; made < CALLS; made += each == null ? 1 : each.value()) {
            call.invoke(writes);
        }
        assertThat(writes.file().last()).isEqualTo(each == null ? CALLS : each.value());
        // Looks into the file, and throws.
        writes.stop();
    }

    @Test
    void callThatWasNotMadeIsFoundInTheEnd() throws Exception {
        NativeWrites writes = new NativeWrites();
        writes.start();
        writes.ffm();
        writes.file().next();
        assertThatThrownBy(writes::stop).hasMessageContaining("instead of record 2");
    }

    @Test
    void resultOtherThanARecordsLengthIsRefused() {
        assertThat(Writes.checked(RecordFile.LENGTH)).isEqualTo(RecordFile.LENGTH);
        assertThatThrownBy(() -> Writes.checked(-28)).hasMessageContaining("-28");
    }
}
