package io.sidecore.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one fork has measured.
 *
 * @param names contenders
 * @param nanos nanoseconds a message, by contender and round
 * @param bytes allocated on the heap for each message, by contender, over all rounds; NaN where the JVM does not count it
 * @param waitedPercent share of the time in which the measuring threads were ready to run and others had their CPU; NaN if they have not been pinned
 * @param lineNanos nanoseconds that a line took between the two CPUs (of two leaders: the first one's) there and back, by round; NaN where that has changed in a round; empty if
 *              it was not measured
 * @param missing those that could not be opened, by name, and why
 */
public record Rounds(List<String> names, double[][] nanos, double[] bytes, double waitedPercent, double[] lineNanos,
        Map<String, String> missing) {
    /** Rounds at one distance, for a median. */
    static final int FEWEST = 4;
    /** In the file, in place of the bytes of a contender that could not be opened. */
    private static final String MISSING = "missing";

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if there are not as many rows as names, or a contender has no round, or more than another
     */
    public Rounds {
        names = List.copyOf(names);
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
        if (names.size() != nanos.length || names.size() != bytes.length
                || Arrays.stream(nanos).anyMatch(row -> row.length == 0 || row.length != nanos[0].length)) {
            throw new IllegalArgumentException("not one row of equally many rounds for each of " + names);
        }
        if (lineNanos.length != 0 && nanos.length != 0 && lineNanos.length != nanos[0].length) {
            throw new IllegalArgumentException("not as many times of a line as rounds");
        }
    }

    /**
     * With all contenders, and without the time of a line.
     *
     * @param names         contenders
     * @param nanos         nanoseconds a message, by contender and round
     * @param bytes         allocated for each message, by contender
     * @param waitedPercent share of the time in which others had the CPUs
     */
    public Rounds(List<String> names, double[][] nanos, double[] bytes, double waitedPercent) {
        this(names, nanos, bytes, waitedPercent, new double[0], Map.of());
    }

    /**
     * The same, with contenders that have not been measured.
     *
     * @param reasons why, by name
     * @return the rounds
     */
    public Rounds withMissing(Map<String, String> reasons) {
        return new Rounds(names, nanos, bytes, waitedPercent, lineNanos, reasons);
    }

    /** {@return the same, of an experiment in which the distance of the CPUs does not matter} */
    public Rounds withoutLine() {
        return new Rounds(names, nanos, bytes, waitedPercent, new double[0], missing);
    }

    /**
     * The rounds in which the CPUs were at some distance from each other.
     *
     * @param distance the distance
     * @return those rounds; the bytes are of all; nothing if there are too few of them
     */
    public Optional<Rounds> at(Distance distance) {
        int[] chosen = IntStream.range(0, lineNanos.length).filter(round -> distance.includes(lineNanos[round]))
                .toArray();
        return chosen.length < FEWEST
                ? Optional.empty()
                : Optional.of(new Rounds(names,
                        Arrays.stream(nanos).map(row -> chosen(row, chosen)).toArray(double[][]::new), bytes,
                        waitedPercent, chosen(lineNanos, chosen), missing));
    }

    private static double[] chosen(double[] all, int[] chosen) {
        return IntStream.of(chosen).mapToDouble(round -> all[round]).toArray();
    }

    /**
     * A contender's time in each round.
     *
     * @param name of the contender
     * @return nanoseconds a message
     * @throws IllegalArgumentException if there is no such contender
     */
    public double[] of(String name) {
        return nanos[index(name)];
    }

    /**
     * What a contender has allocated.
     *
     * @param name of the contender
     * @return bytes a message, or NaN
     * @throws IllegalArgumentException if there is no such contender
     */
    public double bytesOf(String name) {
        return bytes[index(name)];
    }

    private int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(name + ": not among " + names);
        }
        return index;
    }

    /**
     * A contender's time over that of another in the same round.
     *
     * @param name of the contender
     * @param peer of the other
     * @return a ratio for each round
     * @throws IllegalArgumentException if either is not there
     */
    public double[] ratios(String name, String peer) {
        double[] over = of(name);
        double[] under = of(peer);
        double[] ratios = new double[over.length];
        Arrays.setAll(ratios, round -> over[round] / under[round]);
        return ratios;
    }

    /**
     * A contender's time beyond that of others in the same round.
     *
     * @param name  of the contender
     * @param peers of the others
     * @return nanoseconds a message for each round, less than 0 if it takes less than their sum
     * @throws IllegalArgumentException if one of them is not there
     */
    public double[] excess(String name, List<String> peers) {
        double[] excess = of(name).clone();
        for (String peer : peers) {
            double[] theirs = of(peer);
            Arrays.setAll(excess, round -> excess[round] - theirs[round]);
        }
        return excess;
    }

    /**
     * Writes the share waited, a tab and the times of a line, and a line of text for each contender: name, tab, bytes a message, tab, figures; or for a missing one its name,
     * {@code missing} and the reason.
     *
     * @param file where to
     * @throws IOException if that fails
     */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder().append(waitedPercent).append('\t').append(joined(lineNanos))
                .append('\n');
        for (int i = 0; i < nanos.length; i++) {
            text.append(names.get(i)).append('\t').append(bytes[i]).append('\t')
                    .append(joined(nanos[i])).append('\n');
        }
        missing.forEach((name, reason) -> text.append(name).append('\t').append(MISSING).append('\t')
                .append(reason.replaceAll("\\s", " ")).append('\n'));
        Files.writeString(file, text);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @param file where from
     * @return the rounds
     * @throws IOException if that fails
     */
    public static Rounds read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] head = lines.getFirst().split("\t", 2);
        Map<String, String> missing = new LinkedHashMap<>();
        List<String[]> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split("\t", 3);
            if (row[1].equals(MISSING)) {
                missing.put(row[0], row[2]);
            } else {
                rows.add(row);
            }
        }
        return new Rounds(rows.stream().map(row -> row[0]).toList(), rows.stream()
                .map(row -> split(row[2])).toArray(double[][]::new),
                rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
                Double.parseDouble(head[0]), split(head[1]), missing);
    }

    private static String joined(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }

    private static double[] split(String numbers) {
        return Stream.of(numbers.split(" ")).filter(number -> !number.isEmpty()).mapToDouble(Double::parseDouble)
                .toArray();
    }
}
