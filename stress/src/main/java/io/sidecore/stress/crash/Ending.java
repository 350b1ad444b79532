package io.sidecore.stress.crash;

import io.sidecore.stress.crash.Casualties.Manner;
import io.sidecore.stress.crash.trial.Violation;
import java.util.Optional;

/**
 * How a life in a worker process has ended, and how the process.
 *
 * @param sends     whether it was a sender, which ends with its quota; a receiver is killed if its own death does not come
 * @param answers   whether a bad end of the process is its fault: it has met an error, or leads and nobody has
 * @param leads     whether the end of the process was its own; those of the others come with it
 * @param begun     whether it has opened its side
 * @param failed    whether it has met an error
 * @param finished  whether it has come to its natural end before
 * @param atAStore  whether the one who leads has said that it dies at a store
 * @param halts     whether it does so by halt instead of SIGKILL
 * @param atAnyTime whether it was to be killed wherever it was
 * @param killed    whether the process was alive when its parent had waited long enough, and was sent SIGKILL
 * @param code      that the process has ended with
 */
record Ending(boolean sends, boolean answers, boolean leads, boolean begun, boolean failed, boolean finished,
        boolean atAStore, boolean halts, boolean atAnyTime, boolean killed, int code) {
    /** Of a process that SIGKILL has ended, or that has halted itself in its place. */
    static final int KILLED = 128 + 9;

    /**
     * Returns how it died, or nothing if it came to its natural end, which may have been a moment before the signal, or had not opened its side, or if the
     * process came to a bad end that was another's fault.
     *
     * @param who for the message
     * @throws Violation if it was neither: it hung, or the process met an error
     */
    Optional<Manner> manner(String who) {
        if (failed || code != KILLED || !atAStore && !killed) {
            if (!answers) {
                return Optional.empty();
            }
            throw new Violation("worker process of " + who + " ended with code " + code + "; its errors are above");
        }
        if (leads && atAStore) {
            return Optional.of(halts ? Manner.HALTED : Manner.KILLED_AT_A_STORE);
        }
        if (finished || !begun) {
            return Optional.empty();
        }
        if (leads && sends && !atAnyTime) {
            throw new Violation("hang: " + who + " has neither died nor sent its quota");
        }
        return Optional.of(halts ? Manner.HALTED : Manner.KILLED_AT_ANY_TIME);
    }
}
