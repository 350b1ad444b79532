package io.sidecore.stress.crash;

import io.sidecore.stress.crash.Casualties.Manner;
import io.sidecore.stress.crash.trial.Violation;
import java.util.Optional;

/**
 * How the life of a worker process has ended.
 *
 * @param sends     whether it was a sender, which ends with its quota; a receiver is killed if its own death does not come
 * @param atAStore  whether it has said that it dies at a store
 * @param atAnyTime whether it was to be killed wherever it was
 * @param killed    whether it was alive when its parent had waited long enough, and was sent SIGKILL
 * @param code      that it ended with
 */
record Ending(boolean sends, boolean atAStore, boolean atAnyTime, boolean killed, int code) {
    /** Of a process that SIGKILL has ended, or that has halted itself in its place. */
    private static final int KILLED = 128 + 9;

    /**
     * Returns how it died, or nothing if it came to its natural end, which may have been a moment before the signal.
     *
     * @param who   for the message
     * @param halts whether it dies by halt instead of SIGKILL at its store
     * @throws Violation if it was neither: it hung, or met an error
     */
    Optional<Manner> manner(String who, boolean halts) {
        if (code != 0 && (code != KILLED || !atAStore && !killed)) {
            throw new Violation("worker process of " + who + " ended with code " + code + "; its errors are above");
        }
        if (atAStore) {
            return Optional.of(halts ? Manner.HALTED_AT_A_STORE : Manner.KILLED_AT_A_STORE);
        }
        if (code == 0) {
            return Optional.empty();
        }
        if (sends && !atAnyTime) {
            throw new Violation("hang: " + who + " has neither died nor sent its quota");
        }
        return Optional.of(Manner.KILLED_AT_ANY_TIME);
    }
}
