package io.sidecore.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A contender by name, before it is opened.
 *
 * @param name    as it stands in tables
 * @param opening makes the contender
 */
public record Entrant(String name, Opening opening) {
    /** Makes a contender; for two processes it is made twice, over the same files. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Makes the contender, or this process's half of it.
         *
         * @param folder where files that two processes share belong
         * @param create whether to create them; otherwise they are there
         * @return the contender
         * @throws IOException if that fails
         */
        Contender open(Path folder, boolean create) throws IOException;
    }

    /**
     * An entrant between threads.
     *
     * @param name as it stands in tables
     * @param open makes the contender
     * @return the entrant
     */
    public static Entrant of(String name, Supplier<Contender> open) {
        return new Entrant(name, (folder, create) -> open.get());
    }
}
