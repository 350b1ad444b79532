package io.sidecore.tools.ping;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of a ping and a pong.
 *
 * @param ping messages there
 * @param pong messages back
 */
record RingFiles(Path ping, Path pong) {
    static RingFiles of(Path prefix) {
        return new RingFiles(Path.of(prefix + ".ping"), Path.of(prefix + ".pong"));
    }

    /** A prefix for a pair that nobody else knows. */
    static Path ownPrefix() {
        Path shared = Path.of("/dev/shm");
        Path folder = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        return folder.resolve("sidecore-ping-" + ProcessHandle.current().pid());
    }
}
