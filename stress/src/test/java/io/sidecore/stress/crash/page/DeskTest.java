package io.sidecore.stress.crash.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static void assertAligned(Desk desk) {
        for (int i = 0; i < 40; i++) {
            assertThat(desk.buffer().address() % PageRecord.LENGTH).isZero();
        }
    }

    @Test
    void noBufferCrossesAPageOfMemory() throws Exception {
        try (CoreEngine engine = CoreEngine.start(CoreOptions.on(CpuSet.grantable().stream().toArray()[0]))) {
            engine.registerShared(64).allocate(Long.BYTES, Long.BYTES);
            assertAligned(Desk.at(engine.register(64)));
            assertAligned(Desk.at(engine.registerShared(64)));
        }
    }
}
