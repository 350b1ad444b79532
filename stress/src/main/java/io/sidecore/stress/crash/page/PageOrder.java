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
 * @param quota   calls of each caller, behind which it waits for all its results and ends; {@link #NO_QUOTA} if it is to be killed before
 * @param plant   a fault that the oracle must notice
 * @param doom    the store at which the process dies, as {@link Doom#toWord} says it, of whatever thread
 */
public record PageOrder(Path folder, int callers, long salt, long seed, int life, int quota, Plant plant,
        String doom) {
    /** More than a caller makes before it is killed, mostly. */
    public static final int NO_QUOTA = Caller.MOST_CALLS;

    /** Faults of the harness, for tests. */
    public enum Plant {
        /** None. */
        NONE,
        /** A result is entered in the book before it is there. */
        EARLY,
        /** An append is made a second time, with a result that nobody looks at. */
        TWICE,
        /** A call is entered in the book as one in flight, and never submitted. */
        LOST,
        /** A thread that is no caller's ends by an error. */
        STRAY
    }

    /** {@return whether all calls are to be over when the process is killed} */
    public boolean finishes() {
        return quota < NO_QUOTA;
    }

    /** {@return the order in one line} */
    public String toLine() {
        return String.join("\t", folder.toString(), Integer.toString(callers), Long.toString(salt),
                Long.toString(seed), Integer.toString(life), Integer.toString(quota), plant.name(), doom);
    }

    /**
     * {@return the order that {@link #toLine} has written}
     *
     * @param line its result
     */
    public static PageOrder ofLine(String line) {
        String[] field = line.split("\t");
        return new PageOrder(Path.of(field[0]), Integer.parseInt(field[1]), Long.parseLong(field[2]),
                Long.parseLong(field[3]), Integer.parseInt(field[4]), Integer.parseInt(field[5]),
                Plant.valueOf(field[6]), field[7]);
    }
}
