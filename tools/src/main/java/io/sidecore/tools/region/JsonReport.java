package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.ring.InspectedRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An observation for scripts: one JSON object on one line. */
final class JsonReport {
    private JsonReport() {}

    static String of(Observation observation) {
        if (observation.error() != null) {
            return "{" + field("file", string(observation.file().toString())) + ", "
                    + field("error", string(observation.error())) + "}";
        }
        RegionSample sample = observation.latest();
        boolean rates = observation.seconds().isPresent();
        return "{" + String.join(", ",
                field("file", string(sample.file().toString())),
                field("kind", string(sample.kind())),
                field("kind_code", sample.kindCode()),
                field("version", sample.version()),
                field("capacity", sample.capacity()),
                field("alignment", sample.alignment()),
                field("created", string(sample.created().toString())),
                field("creator_pid", sample.creatorPid()),
                field("closed", sample.closed()),
                field("positions", positions(sample, i -> sample.positions().get(i).value())),
                field("backlog", sample.backlog().isPresent() ? sample.backlog().getAsLong() : null),
                field("backlog_percent", sample.backlog().isPresent()
                        ? decimal(100.0 * sample.backlog().getAsLong() / sample.capacity())
                        : null),
                field("interval_s", rates ? decimal(observation.seconds().getAsDouble()) : null),
                field("bytes_per_s", rates ? positions(sample, i -> decimal(observation.rate(i))) : null),
                field("parties", array(sample.parties(), JsonReport::party)),
                field("open_claims", array(sample.openClaims(), claim -> claim(observation, claim))),
                field("faults", array(sample.faults(), JsonReport::string))) + "}";
    }

    private static String positions(RegionSample sample, Function<Integer, Object> value) {
        return "{" + IntStream.range(0, sample.positions().size())
                .mapToObj(i -> field(sample.positions().get(i).name(), value.apply(i)))
                .collect(Collectors.joining(", ")) + "}";
    }

    private static String party(RegionSample.Party party) {
        PartySnapshot place = party.place();
        return "{" + String.join(", ", field("place", place.index()), field("role", string(party.role())),
                field("pid", place.pid()), field("state", string(TextReport.state(place))),
                field("heartbeat_age_ms", place.heartbeat() == 0 ? null : TextReport.heartbeatAge(place))) + "}";
    }

    private static String claim(Observation observation, InspectedRecord claim) {
        return "{" + String.join(", ", field("position", claim.position()),
                field("length", claim.length() == 0 ? null : claim.length()),
                field("seen_s", decimal(observation.secondsOpen(claim))),
                field("claimants", array(claim.claimants(), party -> "{" + field("pid", party.pid()) + ", "
                        + field("state", string(TextReport.state(party))) + "}")))
                + "}";
    }

    private static <T> String array(List<T> items, Function<T, String> print) {
        return items.stream().map(print).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String field(String name, Object value) {
        return string(name) + ": " + value;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
