package io.sidecore.bench.report;

import io.sidecore.tools.report.Plot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What all forks of one experiment have measured. The first contender is the one that the others are compared with.
 *
 * @param name    of the experiment, behind that of its family
 * @param title   what was measured
 * @param remark  what a reader must know, or empty
 * @param targets what was aimed at
 * @param forks   one or more, with the same contenders
 * @param notes   what follows from the figures, in lines
 * @param plots   curves of the figures
 */
public record ExperimentResult(String name, String title, String remark, List<Target> targets, List<Rounds> forks,
        List<String> notes, List<Plot> plots) {
    /** A quiet machine stays well below. */
    private static final double BUSY_PERCENT = 2;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if there is no fork, or the forks have different contenders
     */
    public ExperimentResult {
        targets = List.copyOf(targets);
        forks = List.copyOf(forks);
        notes = List.copyOf(notes);
        plots = List.copyOf(plots);
        List<Rounds> all = forks;
        if (all.isEmpty() || all.stream().anyMatch(fork -> !entered(fork).equals(entered(all.getFirst())))) {
            throw new IllegalArgumentException(name + ": no fork, or forks with different contenders");
        }
    }

    /**
     * The same, of the rounds in which the CPUs were at some distance from each other.
     *
     * @param distance the distance
     * @return forks that have such rounds, without notes and curves; nothing if none has
     */
    public Optional<ExperimentResult> at(Distance distance) {
        List<Rounds> there = forks.stream().flatMap(fork -> fork.at(distance).stream()).toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExperimentResult(name, title, remark, targets, there));
    }

    /**
     * The same at each of several distances.
     *
     * @param distances the distances
     * @return results by distance, in that order, of those at which there was a fork
     */
    public Map<Distance, ExperimentResult> at(List<Distance> distances) {
        Map<Distance, ExperimentResult> results = new LinkedHashMap<>();
        distances.forEach(distance -> at(distance).ifPresent(there -> results.put(distance, there)));
        return results;
    }

    /**
     * Rounds at none of several distances: in which the CPUs were moved, or were at one that was too rare.
     *
     * @param distances the distances
     * @return how many there are
     */
    public long elsewhere(List<Distance> distances) {
        return lines().filter(line -> distances.stream().noneMatch(distance -> distance.includes(line))).count();
    }

    /** {@return what a line took in each round of each fork, where that was measured} */
    public DoubleStream lines() {
        return forks.stream().flatMapToDouble(fork -> Arrays.stream(fork.lineNanos()));
    }

    private static Set<String> entered(Rounds fork) {
        return Stream.concat(fork.names().stream(), fork.missing().keySet().stream()).collect(Collectors.toSet());
    }

    /**
     * Without notes.
     *
     * @param name    of the experiment, behind that of its family
     * @param title   what was measured
     * @param remark  what a reader must know, or empty
     * @param targets what was aimed at
     * @param forks   one or more, with the same contenders
     */
    public ExperimentResult(String name, String title, String remark, List<Target> targets, List<Rounds> forks) {
        this(name, title, remark, targets, forks, List.of(), List.of());
    }

    /**
     * The same, with what follows from it.
     *
     * @param lines of text
     * @return the result
     */
    public ExperimentResult withNotes(List<String> lines) {
        return new ExperimentResult(name, title, remark, targets, forks, lines, plots);
    }

    /**
     * The same, with curves.
     *
     * @param curves of the figures
     * @return the result
     */
    public ExperimentResult withPlots(List<Plot> curves) {
        return new ExperimentResult(name, title, remark, targets, forks, notes, curves);
    }

    /** {@return the contenders that all forks have measured, the floor or reference first} */
    public List<String> contenders() {
        Map<String, String> missing = missing();
        return forks.getFirst().names().stream().filter(name -> !missing.containsKey(name)).toList();
    }

    /** {@return those that a fork could not open, by name, and why} */
    public Map<String, String> missing() {
        Map<String, String> missing = new LinkedHashMap<>();
        forks.forEach(fork -> fork.missing().forEach(missing::putIfAbsent));
        return missing;
    }

    /**
     * Whether a contender was measured.
     *
     * @param contender by name
     * @return whether it was
     */
    public boolean has(String contender) {
        return contenders().contains(contender);
    }

    /**
     * A contender's time.
     *
     * @param contender by name
     * @return nanoseconds a message
     */
    public Figure nanos(String contender) {
        return figure(forks.stream().map(fork -> fork.of(contender)).toList());
    }

    /**
     * A contender's time over a peer's, by rounds.
     *
     * @param contender by name
     * @param peer      by name
     * @return ratios; all NaN if either was not measured
     */
    public Figure ratio(String contender, String peer) {
        if (!has(contender) || !has(peer)) {
            return Figure.UNKNOWN;
        }
        return figure(forks.stream().map(fork -> fork.ratios(contender, peer)).toList());
    }

    /**
     * A contender's time beyond that of peers, by rounds.
     *
     * @param contender by name
     * @param peers     by name
     * @return nanoseconds a message; all NaN if one of them was not measured
     */
    public Figure excess(String contender, List<String> peers) {
        if (!has(contender) || !peers.stream().allMatch(this::has)) {
            return Figure.UNKNOWN;
        }
        return figure(forks.stream().map(fork -> fork.excess(contender, peers)).toList());
    }

    /**
     * What a contender has allocated.
     *
     * @param contender by name
     * @return bytes a message; each fork has one such figure, over all its rounds; NaN where a JVM did not count
     */
    public Figure bytes(String contender) {
        return figure(forks.stream().map(fork -> new double[]{fork.bytesOf(contender)}).toList());
    }

    /**
     * What a target is about.
     *
     * @param target one of {@link #targets}
     * @return the figure to judge; all NaN if its contender or peer was not measured
     */
    public Figure figure(Target target) {
        if (!has(target.contender())) {
            return Figure.UNKNOWN;
        }
        return switch (target.measure()) {
            case RATIO -> ratio(target.contender(), target.peers().getFirst());
            case EXCESS -> excess(target.contender(), target.peers());
            case NANOS -> nanos(target.contender());
            case BYTES -> bytes(target.contender());
        };
    }

    /**
     * How a target and what was measured compare. Of times nothing is said if they are not for quoting; bytes are the same on a busy machine.
     *
     * @param target one of {@link #targets}
     * @return the verdict
     */
    public Target.Verdict verdict(Target target) {
        Target.Verdict verdict = target.judge(figure(target).median());
        return verdict == Target.Verdict.NOT_MEASURED || target.measure() == Target.Measure.BYTES || !isDisturbed()
                ? verdict
                : Target.Verdict.UNDECIDED;
    }

    /** {@return whether others had the CPUs of the measuring threads for so long that the times are not for quoting} */
    public boolean isDisturbed() {
        return waitedPercent() > BUSY_PERCENT;
    }

    /** {@return share of the time in which the measuring threads waited for a CPU that others had, in percent; the median of the forks, as of all figures} */
    public double waitedPercent() {
        return Spread.median(forks.stream().map(Rounds::waitedPercent).toList());
    }

    private static Figure figure(List<double[]> forks) {
        Spread all = Spread.of(forks.stream().flatMapToDouble(Arrays::stream).toArray());
        List<Double> medians = forks.stream().map(Spread::median).toList();
        double middle = Spread.median(medians);
        return new Figure(medians, new Spread(all.p10(), middle, all.p90()));
    }

    /**
     * One figure over several forks.
     *
     * @param forks  median of each fork
     * @param spread median of the forks' medians; p10 and p90 of all rounds of all forks
     */
    public record Figure(List<Double> forks, Spread spread) {
        private static final Figure UNKNOWN = new Figure(List.of(), new Spread(Double.NaN, Double.NaN, Double.NaN));

        /** {@return the median of the forks' medians} */
        public double median() {
            return spread.median();
        }

        /** {@return where the median over more forks would lie} */
        public Interval interval() {
            return forks.isEmpty() ? Interval.UNKNOWN : Interval.of(forks);
        }
    }
}
