package io.sidecore.bench.rig;

import io.sidecore.bench.report.Experiment;
import java.util.List;

/** Contenders that are measured together, in the same forks. A public class with a constructor without arguments: forks make their own. */
public interface RigExperiment extends Experiment {
    /** {@return the contenders in the order of the table; the first is what the others are compared with} */
    List<Entrant> entrants();

    @Override
    default List<String> contenders() {
        return entrants().stream().map(Entrant::name).toList();
    }

    @Override
    default List<String> allocationFree() {
        return entrants().stream().filter(Entrant::allocationFree).map(Entrant::name).toList();
    }

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

    /** {@return whether the distance of the CPUs matters, so that rounds are told apart by it} */
    default boolean dependsOnDistance() {
        return true;
    }

    /** {@return whether the follower is a process of its own} */
    default boolean twoProcesses() {
        return false;
    }

    /** {@return flags that JVMs of this family need besides those of all forks} */
    default List<String> flags() {
        return List.of();
    }
}
