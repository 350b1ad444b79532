package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Transport;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A transport by name, before it is opened.
 *
 * @param name             as it stands in tables
 * @param tag              the same without spaces, as it stands in file names and logs
 * @param betweenProcesses whether it can join two processes
 * @param opening          makes it
 */
public record Entrant(String name, String tag, boolean betweenProcesses, Opening opening) {
    /** Makes a transport; for two processes it is made twice, over the same files. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Makes the transport, or this process's half of it.
         *
         * @param folder of this transport alone, for files
         * @param create whether to create them; otherwise they are there
         * @return the transport
         * @throws IOException if that fails
         */
        Transport open(Path folder, boolean create) throws IOException;
    }
}
