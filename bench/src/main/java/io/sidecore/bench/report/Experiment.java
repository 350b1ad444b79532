package io.sidecore.bench.report;

import io.sidecore.tools.report.Plot;
import java.util.List;
import java.util.stream.Stream;

/** Contenders that are measured together and compared with each other. */
public interface Experiment {
    /** {@return the name on the command line, behind that of its family, and in the JSON file} */
    String name();

    /** {@return what is measured, for the head of the table} */
    String title();

    /**
     * The size of message that the experiment measures.
     *
     * @param wanted bytes asked for on the command line
     * @return bytes that it takes instead, or the same
     */
    default int bytes(int wanted) {
        return wanted;
    }

    /** {@return names of the contenders in the order of the table; the first is what the others are compared with} */
    List<String> contenders();

    /** {@return what is aimed at, besides what {@link #allocationFree} says} */
    default List<Target> targets() {
        return List.of();
    }

    /** {@return names of the contenders that are aimed at allocating nothing for an operation} */
    List<String> allocationFree();

    /** {@return what is aimed at, allocation included} */
    default List<Target> allTargets() {
        return Stream.concat(targets().stream(), allocationFree().stream().map(Target::noAllocation)).toList();
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
    default List<String> notes(ExperimentResult result) {
        return List.of();
    }

    /**
     * Curves, for the page.
     *
     * @param result what was measured
     * @return plots, or none
     */
    default List<Plot> plots(ExperimentResult result) {
        return List.of();
    }
}
