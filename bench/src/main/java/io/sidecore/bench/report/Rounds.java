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
import java.util.stream.Collectors;

/**
 * What one fork has measured.
 *
 * @param names contenders
 * @param nanos nanoseconds a message, by contender and round
 * @param bytes allocated on the heap for each message, by contender, over all rounds; NaN where the JVM does not count it
 * @param waitedPercent share of the time in which the measuring threads were ready to run and others had their CPU
 * @param missing those that could not be opened, by name, and why
 */
public record Rounds(List<String> names, double[][] nanos, double[] bytes, double waitedPercent,
        Map<String, String> missing) {
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
    }

    /**
     * With all contenders.
     *
     * @param names         contenders
     * @param nanos         nanoseconds a message, by contender and round
     * @param bytes         allocated for each message, by contender
     * @param waitedPercent share of the time in which others had the CPUs
     */
    public Rounds(List<String> names, double[][] nanos, double[] bytes, double waitedPercent) {
        this(names, nanos, bytes, waitedPercent, Map.of());
    }

    /**
     * The same, with contenders that have not been measured.
     *
     * @param reasons why, by name
     * @return the rounds
     */
    public Rounds withMissing(Map<String, String> reasons) {
        return new Rounds(names, nanos, bytes, waitedPercent, reasons);
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
     * Writes the share waited, and a line for each contender: name, tab, bytes a message, tab, figures; or for a missing one its name,
     * {@code missing} and the reason.
     *
     * @param file where to
     * @throws IOException if that fails
     */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder().append(waitedPercent).append('\n');
        for (int i = 0; i < nanos.length; i++) {
            text.append(names.get(i)).append('\t').append(bytes[i]).append('\t')
                    .append(Arrays.stream(nanos[i]).mapToObj(Double::toString).collect(Collectors.joining(" ")))
                    .append('\n');
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
                .map(row -> Arrays.stream(row[2].split(" ")).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new),
                rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
                Double.parseDouble(lines.getFirst()), missing);
    }
}
