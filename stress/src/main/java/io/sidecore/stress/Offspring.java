package io.sidecore.stress;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A process that starts others, as JCStress does: none of them outlives whoever waits for it. */
final class Offspring {
    private Offspring() {}

    /** Starts it, waits for it and returns its exit code; it and all that it has started end with an interruption, and with this JVM. */
    static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        // There before the process, for this JVM may be ended as soon as that is.
        Thread atTheEnd = new Thread(() -> ProcessHandle.current().children().forEach(Offspring::end));
        Runtime.getRuntime().addShutdownHook(atTheEnd);
        try {
            return await(builder.start());
        } finally {
            letGo(atTheEnd);
        }
    }

    private static int await(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            end(process.toHandle());
        }
    }

    private static void letGo(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook runs.
        }
    }

    private static void end(ProcessHandle process) {
        // Listed while their parent lives, and ended behind it: it starts no more.
        List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
