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
import io.sidecore.tools.report.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

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
        Json json = observation.error() == null
                ? new JsonReport(observation).region()
                : new Json().put("file", observation.file().toString()).put("error", observation.error());
        return json.toString();
    }

    private Json region() {
        boolean rates = observation.seconds().isPresent();
        List<Measure> positions = measures(true);
        List<Measure> counts = measures(false);
        Json json = new Json().put("file", sample.file().toString()).put("kind", sample.kind())
                .put("kind_code", sample.kindCode()).put("version", sample.version())
                .put("capacity", sample.capacity()).put("alignment", sample.alignment())
                .put("created", sample.created().toString()).put("creator_pid", sample.creatorPid())
                .put("closed", view.isClosed());
        for (Fact fact : view.facts()) {
            json.put(fact.key(), fact.value());
        }
        return json.put("positions", numbers(positions, Measure::value))
                .put("counts", numbers(counts, Measure::value)).put("backlog", bytes(view.backlog()))
                .put("backlog_percent", percent(view.backlog())).put("interval_s", number(observation.seconds()))
                .put("bytes_per_s", rates ? numbers(positions, this::rate) : null)
                .put("counts_per_s", rates ? numbers(counts, this::rate) : null)
                .put("unchanged_s", rates ? numbers(view.measures(), m -> observation.unchanged(m.name())) : null)
                .put("lanes", view.lanes().stream().map(this::lane).toList())
                .put("parties", sample.parties().stream().map(this::party).toList())
                .put("open_claims", view.openClaims().stream().map(this::claim).toList())
                .put("remarks", observation.remarks().stream().map(this::remark).toList())
                .put("faults", view.faults());
    }

    private List<Measure> measures(boolean bytes) {
        return view.measures().stream().filter(measure -> Measure.BYTES.equals(measure.unit()) == bytes).toList();
    }

    private static Json numbers(List<Measure> measures, Function<Measure, Object> value) {
        Json json = new Json();
        measures.forEach(measure -> json.put(measure.name(), value.apply(measure)));
        return json;
    }

    private Double rate(Measure measure) {
        return number(observation.rate(measure));
    }

    private Json lane(Lane lane) {
        return new Json().put("lane", lane.number()).put("state", lane.state().toString())
                .put("producer", lane.producer().value()).put("consumer", lane.consumer().value())
                .put("backlog", bytes(lane.backlog())).put("backlog_percent", percent(lane.backlog()))
                .put("producer_bytes_per_s", rate(lane.producer())).put("consumer_bytes_per_s", rate(lane.consumer()))
                .put("untaken_s", observation.unchanged(lane.waiting()))
                .put("owner", lane.owner().map(JsonReport::process).orElse(null));
    }

    private Json party(PartySnapshot party) {
        return new Json().put("place", party.index()).put("role", view.role(party.index())).put("pid", party.pid())
                .put("state", PartyNames.state(party))
                .put("heartbeat_age_ms", party.heartbeat() == 0 ? null : TextReport.heartbeatAge(party));
    }

    private Json claim(OpenClaim claim) {
        return new Json().put(claim.unit(), claim.at()).put("length", claim.length() == 0 ? null : claim.length())
                .put("seen_s", observation.secondsOpen(claim)).put("holds_up", claim.holdsUp())
                .put("claimants", claim.claimants().stream().map(JsonReport::process).toList());
    }

    private Json remark(Remark remark) {
        return new Json().put("label", remark.label()).put("text", remark.text()).put("seen_s",
                remark.unchanged().isEmpty() ? null : observation.unchanged(remark.unchanged()));
    }

    private static Json process(PartySnapshot party) {
        return new Json().put("pid", party.pid()).put("state", PartyNames.state(party));
    }

    private static Long bytes(Optional<Backlog> backlog) {
        return backlog.map(Backlog::bytes).orElse(null);
    }

    private static Double percent(Optional<Backlog> backlog) {
        return backlog.map(Backlog::percent).orElse(null);
    }

    private static Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
