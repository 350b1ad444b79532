package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.tools.region.kind.Backlog;
import io.sidecore.tools.region.kind.Fact;
import io.sidecore.tools.region.kind.Lane;
import io.sidecore.tools.region.kind.Measure;
import io.sidecore.tools.region.kind.OpenClaim;
import io.sidecore.tools.region.kind.PartyNames;
import io.sidecore.tools.region.kind.RegionView;
import io.sidecore.tools.region.kind.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An observation for scripts: one JSON object on one line. */
final class JsonReport {
    private final Observation observation;
    private final RegionSample sample;
    private final RegionView view;

    private JsonReport(Observation observation) {
        this.observation = observation;
        this.sample = observation.latest();
        this.view = sample.view();
    }

    static String of(Observation observation) {
        return observation.error() == null
                ? new JsonReport(observation).region()
                : object(field("file", string(observation.file().toString())),
                        field("error", string(observation.error())));
    }

    private String region() {
        boolean rates = observation.seconds().isPresent();
        List<Measure> positions = measures(true);
        List<Measure> counts = measures(false);
        List<String> fields = new ArrayList<>(List.of(
                field("file", string(sample.file().toString())),
                field("kind", string(sample.kind())),
                field("kind_code", sample.kindCode()),
                field("version", sample.version()),
                field("capacity", sample.capacity()),
                field("alignment", sample.alignment()),
                field("created", string(sample.created().toString())),
                field("creator_pid", sample.creatorPid()),
                field("closed", view.isClosed())));
        for (Fact fact : view.facts()) {
            fields.add(field(fact.key(), fact.value() instanceof String text ? string(text) : fact.value()));
        }
        fields.addAll(List.of(
                field("positions", numbers(positions, Measure::value)),
                field("counts", numbers(counts, Measure::value)),
                field("backlog", bytes(view.backlog())),
                field("backlog_percent", percent(view.backlog())),
                field("interval_s", decimal(observation.seconds())),
                field("bytes_per_s", rates ? numbers(positions, this::rate) : null),
                field("counts_per_s", rates ? numbers(counts, this::rate) : null),
                field("unchanged_s", rates ? numbers(view.measures(), m -> unchanged(m.name())) : null),
                field("lanes", array(view.lanes(), this::lane)),
                field("parties", array(sample.parties(), this::party)),
                field("open_claims", array(view.openClaims(), this::claim)),
                field("remarks", array(observation.remarks(), this::remark)),
                field("faults", array(view.faults(), JsonReport::string))));
        return object(fields.toArray(String[]::new));
    }

    private List<Measure> measures(boolean bytes) {
        return view.measures().stream().filter(measure -> Measure.BYTES.equals(measure.unit()) == bytes).toList();
    }

    private static String numbers(List<Measure> measures, Function<Measure, Object> value) {
        return object(measures.stream().map(measure -> field(measure.name(), value.apply(measure)))
                .toArray(String[]::new));
    }

    private String rate(Measure measure) {
        return decimal(observation.rate(measure));
    }

    private String unchanged(String name) {
        return decimal(observation.unchanged(name));
    }

    private String lane(Lane lane) {
        return object(field("lane", lane.number()), field("state", string(lane.state().toString())),
                field("producer", lane.producer().value()), field("consumer", lane.consumer().value()),
                field("backlog", bytes(lane.backlog())), field("backlog_percent", percent(lane.backlog())),
                field("producer_bytes_per_s", rate(lane.producer())),
                field("consumer_bytes_per_s", rate(lane.consumer())),
                field("untaken_s", unchanged(lane.waiting())),
                field("owner", lane.owner().map(JsonReport::process).orElse(null)));
    }

    private String party(PartySnapshot party) {
        return object(field("place", party.index()), field("role", string(view.role(party.index()))),
                field("pid", party.pid()), field("state", string(PartyNames.state(party))),
                field("heartbeat_age_ms", party.heartbeat() == 0 ? null : TextReport.heartbeatAge(party)));
    }

    private String claim(OpenClaim claim) {
        return object(field(claim.unit(), claim.at()), field("length", claim.length() == 0 ? null : claim.length()),
                field("seen_s", decimal(observation.secondsOpen(claim))), field("holds_up", claim.holdsUp()),
                field("claimants", array(claim.claimants(), JsonReport::process)));
    }

    private String remark(Remark remark) {
        return object(field("label", string(remark.label())), field("text", string(remark.text())),
                field("seen_s", remark.unchanged().isEmpty() ? null : unchanged(remark.unchanged())));
    }

    private static String process(PartySnapshot party) {
        return object(field("pid", party.pid()), field("state", string(PartyNames.state(party))));
    }

    private static Long bytes(Optional<Backlog> backlog) {
        return backlog.map(Backlog::bytes).orElse(null);
    }

    private static String percent(Optional<Backlog> backlog) {
        return backlog.map(Backlog::percent).map(JsonReport::decimal).orElse(null);
    }

    private static <T> String array(List<T> items, Function<T, String> print) {
        return items.stream().map(print).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String object(String... fields) {
        return "{" + String.join(", ", fields) + "}";
    }

    private static String field(String name, Object value) {
        return string(name) + ": " + value;
    }

    private static String decimal(OptionalDouble value) {
        return value.isPresent() ? decimal(value.getAsDouble()) : null;
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
