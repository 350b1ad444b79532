package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** The two ways of a typed call, so that one test shows both: at once, and through a page to a syscall thread. */
enum Route {
    DIRECT, PAGE;

    Ride open() {
        return this == DIRECT ? new Ride(new DirectCalls(), null) : Ride.throughAPage();
    }

    /** Calls, and what becomes of them. */
    static final class Ride implements AutoCloseable {
        final SystemCalls calls;
        private final CoreEngine engine;
        private final IdleStrategy idle = new YieldingIdleStrategy();

        private Ride(SystemCalls calls, CoreEngine engine) {
            this.calls = calls;
            this.engine = engine;
        }

        private static Ride throughAPage() {
            CoreEngine engine = CoreEngine.start(CpuSet.allowed().first(), new YieldingIdleStrategy());
            return new Ride(engine.register(64), engine);
        }

        /** The kernel's result of a call that has just been made. */
        long result(long returned) {
            if (!(calls instanceof SyscallPage page)) {
                return returned;
            }
            long[] seen = {Long.MIN_VALUE};
            page.await((token, result) -> {
                assertThat(token).isEqualTo(returned);
                seen[0] = result;
            }, idle);
            return seen[0];
        }

        /** The result of a call that must succeed. */
        int ok(long returned) {
            long result = result(returned);
            assertThat(result).as(Errno.describe(result)).isNotNegative();
            return Math.toIntExact(result);
        }

        /** For a call that must fail. */
        void fails(int errno, long returned) {
            assertThat(Errno.describe(result(returned))).isEqualTo(Errno.describe(-errno));
        }

        @Override
        public void close() {
            if (engine != null) {
                engine.close();
            }
        }
    }
}
