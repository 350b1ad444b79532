package io.sidecore.stress;

import java.util.List;
import java.util.stream.Stream;

/** A process that starts others, as JCStress does: none of them outlives whoever waits for it. */
final class Offspring {
    private Offspring() {}

    /** Waits for it and returns its exit code; it and all that it has started end with an interruption, and with this JVM. */
    static int await(Process process) throws InterruptedException {
        Thread atTheEnd = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            return process.waitFor();
        } finally {
            end(process);
            letGo(atTheEnd);
        }
    }

    private static void letGo(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook runs.
        }
    }

    private static void end(Process process) {
        // Listed while their parent lives, and ended behind it: it starts no more.
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
