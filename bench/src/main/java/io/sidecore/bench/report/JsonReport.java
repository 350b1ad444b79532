package io.sidecore.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tables as JSON: {@code machine}; {@code families}, each with its contenders, and of each {@code ns}, {@code to_first} and
 * {@code bytes_per_op} with {@code median}, {@code p10}, {@code p90} and {@code forks}; {@code not_available}, names and
 * reasons; {@code notes}; and {@code targets}. With every round of every fork, so that
 * other ratios can be taken later.
 */
public final class JsonReport {
    private JsonReport() {}

    /**
     * Writes the report.
     *
     * @param file     where to; replaced if it exists
     * @param machine  facts
     * @param families what was measured
     * @throws IOException if that fails
     */
    public static void write(Path file, Map<String, Object> machine, List<ExperimentResult> families)
            throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("families", families.stream().map(JsonReport::family).toList());
        Files.writeString(file, Json.text(all) + "\n");
    }

    private static Map<String, Object> family(ExperimentResult family) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", family.name());
        map.put("title", family.title());
        map.put("remark", family.remark());
        map.put("waited_percent", family.waitedPercent());
        map.put("contenders", family.contenders().stream().map(name -> contender(family, name)).toList());
        map.put("not_available", family.missing());
        map.put("notes", family.notes());
        map.put("targets", family.targets().stream().map(target -> target(family, target)).toList());
        return map;
    }

    private static Map<String, Object> contender(ExperimentResult family, String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("ns", figure(family.nanos(name)));
        map.put("to_first", figure(family.ratio(name, family.contenders().getFirst())));
        map.put("bytes_per_op", figure(family.bytes(name)));
        map.put("rounds_ns", family.forks().stream()
                .map(fork -> IntStream.range(0, fork.of(name).length).mapToObj(round -> fork.of(name)[round]).toList())
                .toList());
        return map;
    }

    private static Map<String, Object> target(ExperimentResult family, Target target) {
        ExperimentResult.Figure figure = family.figure(target);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", target.contender());
        map.put("peers", target.peers());
        map.put("unit", target.measure().unit());
        map.put("at_most", target.atMost());
        map.put("measured", figure(figure));
        map.put("verdict", family.verdict(target).toString());
        return map;
    }

    private static Map<String, Object> figure(ExperimentResult.Figure figure) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("median", figure.median());
        map.put("p10", figure.spread().p10());
        map.put("p90", figure.spread().p90());
        map.put("forks", figure.forks());
        return map;
    }
}
