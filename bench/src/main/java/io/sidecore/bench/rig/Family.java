package io.sidecore.bench.rig;

import io.sidecore.bench.report.FamilyResult;
import io.sidecore.bench.report.Target;
import java.util.List;

/** Contenders that are measured together, in the same forks. A public class with a constructor without arguments: forks make their own. */
public interface Family {
    /** {@return the name on the command line and in the JSON file} */
    String name();

    /**
     * The size of message that the family measures.
     *
     * @param wanted bytes asked for on the command line
     * @return bytes that it takes instead, or the same
     */
    default int bytes(int wanted) {
        return wanted;
    }

    /** {@return what is measured, for the head of the table} */
    String title();

    /** {@return the contenders in the order of the table; the first is what the others are compared with} */
    List<Entrant> entrants();

    /** {@return what is aimed at, besides what {@link Entrant#allocationFree} says} */
    List<Target> targets();

    /** {@return leading threads; more than one share the application's CPU unless there is a third} */
    default int leaders() {
        return 1;
    }

    /** {@return what the messages of every slice are a multiple of, for contenders that send in batches} */
    default int unit() {
        return 16;
    }

    /**
     * How much of this family is measured, for one whose slices are of a length of their own.
     *
     * @param wanted what the other families take
     * @return as many forks, but other rounds or slices, or the same
     */
    default Effort effort(Effort wanted) {
        return wanted;
    }

    /** {@return whether the follower is a process of its own} */
    default boolean twoProcesses() {
        return false;
    }

    /** {@return flags that JVMs of this family need besides those of all forks} */
    default List<String> flags() {
        return List.of();
    }

    /** {@return what a reader of the table must know, or nothing} */
    default String remark() {
        return "";
    }

    /**
     * What follows from the figures, for the text below the table.
     *
     * @param result what was measured
     * @return lines, or none
     */
    default List<String> notes(FamilyResult result) {
        return List.of();
    }
}
