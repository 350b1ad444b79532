package io.sidecore.stress.crash.page;

import io.sidecore.stress.failpoint.Doom;
import java.nio.file.Path;

/**
 * What a process with pages is to do.
 *
 * @param folder  of the files and books
 * @param callers threads that call
 * @param salt    of the records
 * @param seed    where everything that they do comes from
 * @param life    the how manyth process it is, from 0
 * @param plant   a fault that the oracle must notice
 * @param doom    the store at which the process dies, as {@link Doom#toWord} says it, of whatever thread
 */
public record PageOrder(Path folder, int callers, long salt, long seed, int life, Plant plant, String doom) {
    /** Faults of the harness, for tests. */
    public enum Plant {
        /** None. */
        NONE,
        /** A result is entered in the book before it is there. */
        EARLY,
        /** An append is made a second time, with a result that nobody looks at. */
        TWICE
    }

    /** {@return the order in one line} */
    public String toLine() {
        return String.join("\t", folder.toString(), Integer.toString(callers), Long.toString(salt),
                Long.toString(seed), Integer.toString(life), plant.name(), doom);
    }

    /**
     * {@return the order that {@link #toLine} has written}
     *
     * @param line its result
     */
    public static PageOrder ofLine(String line) {
        String[] field = line.split("\t");
        return new PageOrder(Path.of(field[0]), Integer.parseInt(field[1]), Long.parseLong(field[2]),
                Long.parseLong(field[3]), Integer.parseInt(field[4]), Plant.valueOf(field[5]), field[6]);
    }
}
