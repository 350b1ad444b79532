package io.sidecore.bench.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A contender by name, before it is opened.
 *
 * @param name    as it stands in tables
 * @param opening makes the contender
 * @param allocationFree whether it is aimed at allocating nothing for a message
 * @param optional whether the others are measured without it where it cannot be opened
 */
public record Entrant(String name, Opening opening, boolean allocationFree, boolean optional) {
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
     * A peer or a floor: how much it allocates is shown and not judged.
     *
     * @param name    as it stands in tables
     * @param opening makes the contender
     */
    public Entrant(String name, Opening opening) {
        this(name, opening, false, false);
    }

    /** {@return the same, aimed at allocating nothing for a message} */
    public Entrant withoutAllocation() {
        return new Entrant(name, opening, true, optional);
    }

    /** {@return the same, left out where it cannot be opened: a peer that does not run on every machine; not between two processes} */
    public Entrant ifItOpens() {
        return new Entrant(name, opening, allocationFree, true);
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
