package io.sidecore.bench.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Two runs beside each other: of each contender its time over that of the first in the same round, and what it has allocated. Where the CPUs had
 * several distances in the two runs together, rounds are compared with those at the same distance only.
 *
 * @param rows        figures that both runs have
 * @param onlyBefore  experiments, contenders and distances that only the first run has
 * @param onlyAfter   those that only the second has
 * @param differences what else is not the same: machine, JVM, depth
 */
public record Comparison(List<Row> rows, List<String> onlyBefore, List<String> onlyAfter, List<String> differences) {
    /** A change is what would come by chance in fewer cases. Five forks in each run can show that, or four and six. */
    static final double CHANCE = 0.01;

    private static final String RATIO = "x first";
    private static final String BYTES = "B/op";
    private static final String MISSED = "rate missed";
    private static final String FIRST = "first";
    private static final String CONTENDER = "contender";
    private static final double LEAST_CHANGE = 0.02;
    private static final List<String> MACHINE = List.of("processor", "topology", "kernel", "jdk", "cpus_allowed",
            "governor", "mitigations");

    /** What has become of a figure. */
    public enum Change {
        /** It may be chance, or the medians differ by less than two percent. */
        NONE("as before"),
        /** It is more, beyond what forks differ by. */
        MORE("MORE"),
        /** It is less, beyond what forks differ by. */
        LESS("less"),
        /** Too few forks, or a busy machine. */
        UNKNOWN("cannot be said");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A figure in both runs.
     *
     * @param experiment by name
     * @param contender  by name
     * @param unit       {@code x first}, with a distance if there are several, or {@code B/op}
     * @param before     medians of the first run's forks
     * @param after      of the second's
     * @param isDisturbed whether others had the CPUs in one of the runs, so that nothing is said of its times
     */
    public record Row(String experiment, String contender, String unit, List<Double> before, List<Double> after,
            boolean isDisturbed) {
        /** {@return what has become of it} */
        public Change change() {
            if (RankTest.least(before.size(), after.size()) > CHANCE || isDisturbed && !unit.equals(BYTES)) {
                return Change.UNKNOWN;
            }
            if (chance() > CHANCE || isLittle()) {
                return Change.NONE;
            }
            return Spread.median(after) > Spread.median(before) ? Change.MORE : Change.LESS;
        }

        /** {@return how often forks would lie as far apart if nothing had changed, from 0 to 1} */
        public double chance() {
            return RankTest.chance(before, after);
        }

        private boolean isLittle() {
            double difference = Math.abs(Spread.median(after) - Spread.median(before));
            return unit.equals(BYTES)
                    ? difference < Target.LEAST_BYTES
                    : difference < LEAST_CHANGE * Spread.median(before);
        }

        private String key() {
            return experiment + " | " + contender + " | " + unit;
        }

        /** {@return the median of the second run over that of the first, less 1, in percent} */
        public double percent() {
            return 100 * (Spread.median(after) / Spread.median(before) - 1);
        }
    }

    /**
     * Reads two files.
     *
     * @param before written by {@link JsonReport}
     * @param after  the same
     * @return the comparison
     * @throws IOException   if one cannot be read
     * @throws CommandFailed if one is not such a file
     */
    public static Comparison of(Path before, Path after) throws IOException {
        JsonObject first = read(before);
        JsonObject second = read(after);
        List<Distance> distances = Stream.of(first, second).allMatch(run -> lines(run).findAny().isPresent())
                ? Distance.of(Stream.of(first, second).flatMapToDouble(Comparison::lines))
                : List.of();
        Map<String, Row> old = rows(first, distances);
        Map<String, Row> now = rows(second, distances);
        List<Row> rows = new ArrayList<>();
        old.forEach((key, row) -> {
            if (now.containsKey(key)) {
                rows.add(new Row(row.experiment, row.contender, row.unit, row.before, now.get(key).before,
                        row.isDisturbed || now.get(key).isDisturbed));
            }
        });
        return new Comparison(rows, missing(old, now), missing(now, old), differences(first, second));
    }

    private static List<String> missing(Map<String, Row> from, Map<String, Row> in) {
        return from.values().stream().filter(row -> row.unit.startsWith(RATIO))
                .filter(row -> !in.containsKey(row.key()))
                .map(row -> row.experiment + ": " + row.contender
                        + (row.unit.equals(RATIO) ? "" : row.unit.substring(RATIO.length())))
                .toList();
    }

    private static JsonObject read(Path file) throws IOException {
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            JsonElement schema = json.get("schema");
            if (schema == null || schema.getAsInt() != JsonReport.SCHEMA) {
                throw new CommandFailed(file + ": its schema is " + schema + ", and only " + JsonReport.SCHEMA
                        + " can be read; measure again with this version");
            }
            return json;
        } catch (NoSuchFileException e) {
            throw new CommandFailed(file + ": no such file; a run with --report DIR leaves DIR/results.json", e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new CommandFailed(file + " is not a results.json: " + e.getMessage(), e);
        }
    }

    /** What a line took in each round of a run. */
    private static DoubleStream lines(JsonObject run) {
        return stream(run.getAsJsonArray("experiments")).map(JsonElement::getAsJsonObject)
                .flatMap(experiment -> forks(experiment, "line_ns").stream()).flatMapToDouble(Arrays::stream);
    }

    /** Figures by fork and round; null is NaN. */
    private static List<double[]> forks(JsonObject from, String name) {
        JsonArray forks = from.getAsJsonArray(name);
        return forks == null
                ? List.of()
                : stream(forks).map(fork -> stream(fork.getAsJsonArray())
                        .mapToDouble(round -> round.isJsonNull() ? Double.NaN : round.getAsDouble()).toArray())
                        .toList();
    }

    private static Stream<JsonElement> stream(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Map<String, Row> rows(JsonObject run, List<Distance> distances) {
        Map<String, Row> rows = new TreeMap<>();
        for (JsonElement each : run.getAsJsonArray("experiments")) {
            JsonObject experiment = each.getAsJsonObject();
            String name = experiment.get("name").getAsString();
            boolean isDisturbed = !experiment.get("for_quoting").getAsBoolean();
            JsonArray contenders = experiment.getAsJsonArray("contenders");
            for (int i = 0; i < contenders.size(); i++) {
                JsonObject contender = contenders.get(i).getAsJsonObject();
                String who = contender.get("name").getAsString();
                if (i > 0 && distances.size() > 1 && hasLines(experiment)) {
                    List<Rounds> pair = pair(experiment, contenders.get(0).getAsJsonObject(), contender);
                    distances.forEach(distance -> put(rows, new Row(name, who, RATIO + ", " + distance,
                            ratios(pair, distance), List.of(), isDisturbed)));
                } else if (i > 0) {
                    put(rows, name, who, RATIO, contender.getAsJsonObject("to_first"), isDisturbed);
                }
                put(rows, name, who, BYTES, contender.getAsJsonObject("bytes_per_op"), isDisturbed);
            }
        }
        JsonArray latencies = run.getAsJsonArray("latency");
        for (JsonElement each : latencies == null ? new JsonArray() : latencies) {
            latency(rows, each.getAsJsonObject());
        }
        return rows;
    }

    private static boolean hasLines(JsonObject experiment) {
        return forks(experiment, "line_ns").stream().anyMatch(fork -> fork.length > 0);
    }

    /** The forks of a contender and of the first one, by these names. */
    private static List<Rounds> pair(JsonObject experiment, JsonObject first, JsonObject contender) {
        List<double[]> lines = forks(experiment, "line_ns");
        List<double[]> under = forks(first, "rounds_ns");
        List<double[]> over = forks(contender, "rounds_ns");
        return IntStream.range(0, lines.size()).mapToObj(fork -> new Rounds(List.of(FIRST, CONTENDER),
                new double[][]{under.get(fork), over.get(fork)}, new double[2], 0, lines.get(fork), Map.of())).toList();
    }

    private static List<Double> ratios(List<Rounds> forks, Distance distance) {
        return forks.stream().flatMap(fork -> fork.at(distance).stream())
                .map(fork -> Spread.median(fork.ratios(CONTENDER, FIRST))).toList();
    }

    /** Percentiles over those of the first contender; that one's own are 1. */
    private static void latency(Map<String, Row> rows, JsonObject latency) {
        String experiment = "latency." + latency.get("group").getAsString() + " " + latency.get("rate").getAsLong()
                + "/s";
        latency.getAsJsonObject("to_first").entrySet()
                .forEach(ratio -> put(rows, experiment, latency.get("contender").getAsString(),
                        RATIO + ", p" + ratio.getKey(), ratio.getValue().getAsJsonObject(), false));
        JsonArray missed = new JsonArray();
        latency.getAsJsonArray("missed_by_fork").forEach(fork -> missed.add(fork.getAsBoolean() ? 1 : 0));
        JsonObject figure = new JsonObject();
        figure.add("forks", missed);
        put(rows, experiment, latency.get("contender").getAsString(), MISSED, figure, false);
    }

    private static void put(Map<String, Row> rows, String experiment, String contender, String unit,
            JsonObject figure, boolean isDisturbed) {
        List<Double> forks = stream(figure.getAsJsonArray("forks")).filter(fork -> !fork.isJsonNull())
                .map(JsonElement::getAsDouble).toList();
        put(rows, new Row(experiment, contender, unit, forks, List.of(), isDisturbed));
    }

    private static void put(Map<String, Row> rows, Row row) {
        if (!row.before.isEmpty()) {
            rows.put(row.key(), row);
        }
    }

    private static List<String> differences(JsonObject before, JsonObject after) {
        List<String> differences = new ArrayList<>();
        for (String fact : MACHINE) {
            JsonElement was = before.getAsJsonObject("machine").get(fact);
            JsonElement is = after.getAsJsonObject("machine").get(fact);
            if (!Objects.equals(was, is)) {
                differences.add(fact + ": " + was + ", then " + is);
            }
        }
        for (String setting : List.of("depth", "size")) {
            JsonElement was = before.getAsJsonObject("run").get(setting);
            JsonElement is = after.getAsJsonObject("run").get(setting);
            if (!Objects.equals(was, is)) {
                differences.add(setting + ": " + was + ", then " + is);
            }
        }
        return differences;
    }
}
