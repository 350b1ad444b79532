package io.sidecore.syscall;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import org.agrona.concurrent.IdleStrategy;

/** One for each waiting side of a round: it is others' turn. */
class EngineIdle implements IdleStrategy {
    private static final int MOST = 20_000;

    private int times;

    /** Gives up by itself when nothing comes any more, within a call of the library. */
    static final class Limited extends EngineIdle {
        @Override
        public void idle() {
            limited();
        }
    }

    @Override
    public void idle(int work) {
        if (work > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        times++;
        Failpoints.pause();
    }

    @Override
    public void reset() {
        times = 0;
    }

    /** Gives up when nothing comes any more. */
    final void limited() {
        times++;
        Failpoints.pause();
        if (times > MOST) {
            throw new Violation("hang: a call is never done");
        }
    }
}
