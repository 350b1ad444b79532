package io.sidecore.stress.hostile;

import io.sidecore.stress.hostile.side.Event;
import io.sidecore.stress.hostile.side.Tally;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the rounds have come to, by who was attacked. One thread. */
final class Findings {
    private final Map<Target, Row> rows = new LinkedHashMap<>();
    private long rounds;
    private long words;
    private int violations;

    private static final class Row {
        private final Tally tally = new Tally();
        private long rounds;
        private long words;
        private int violations;
    }

    void add(Target target, Assault.Result result) {
        Row row = rows.computeIfAbsent(target, key -> new Row());
        row.rounds++;
        row.words += result.words();
        row.tally.add(result.tally());
        rounds++;
        words += result.words();
        if (result.violation() != null) {
            row.violations++;
            violations++;
        }
    }

    long rounds() {
        return rounds;
    }

    long words() {
        return words;
    }

    int violations() {
        return violations;
    }

    /** {@return a table of everything, a line for each target} */
    String table() {
        StringBuilder text = new StringBuilder(String.format("  %-19s %7s %12s", "honest side", "rounds", "words"));
        text.append(Arrays.stream(Event.values()).map(event -> String.format(" %11s", event.title()))
                .collect(Collectors.joining()));
        text.append(String.format(" %11s%n", "violations"));
        rows.forEach((target, row) -> {
            text.append(String.format("  %-19s %7d %12d", target, row.rounds, row.words));
            for (Event event : Event.values()) {
                text.append(String.format(" %11d", row.tally.of(event)));
            }
            text.append(String.format(" %11d%n", row.violations));
        });
        return text.toString();
    }
}
