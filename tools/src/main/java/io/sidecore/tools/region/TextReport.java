package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.tools.region.kind.Fact;
import io.sidecore.tools.region.kind.Lane;
import io.sidecore.tools.region.kind.Measure;
import io.sidecore.tools.region.kind.OpenClaim;
import io.sidecore.tools.region.kind.PartyNames;
import io.sidecore.tools.region.kind.RegionView;
import io.sidecore.tools.region.kind.Remark;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** An observation for people. */
final class TextReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final Observation observation;
    private final RegionSample sample;
    private final RegionView view;

    private TextReport(Observation observation) {
        this.observation = observation;
        this.sample = observation.latest();
        this.view = sample.view();
    }

    /** Lines, each with a line feed. */
    static String of(Observation observation) {
        TextReport report = new TextReport(observation);
        report.header();
        report.measures();
        report.lanes();
        report.parties();
        report.claims();
        report.remarks();
        return report.text.toString();
    }

    private void header() {
        line("%s: %s, layout version %d", sample.file(), sample.kind(), sample.version());
        for (String fault : view.faults()) {
            line("  FAULT       %s", fault);
        }
        line("  capacity    %,d bytes, alignment %d", sample.capacity(), sample.alignment());
        line("  created     %s by process %d",
                TIME.format(LocalDateTime.ofInstant(sample.created(), ZoneId.systemDefault())),
                sample.creatorPid());
        line("  state       %s", view.isClosed() ? "closed: takes no more messages" : "open");
        for (Fact fact : view.facts()) {
            line("  %-11s %s", fact.name(), fact.text());
        }
    }

    private void measures() {
        for (Measure measure : view.measures()) {
            double unchanged = observation.unchanged(measure.name());
            line("  %-11s %,d%s%s", measure.name(), measure.value(),
                    observation.seconds().isEmpty() ? "" : "   " + rate(measure) + "/s",
                    unchanged > 0 ? String.format(Locale.ROOT, ", unchanged for %.1f s", unchanged) : "");
        }
        if (observation.seconds().isPresent() && !view.measures().isEmpty()) {
            line("              (counted since creation, rates over %.1f s)", observation.seconds().getAsDouble());
        }
        view.backlog()
                .ifPresent(backlog -> line("  backlog     %,d bytes, %.1f %%", backlog.bytes(), backlog.percent()));
    }

    private void lanes() {
        List<Lane> used = view.lanes().stream().filter(Lane::isUsed).toList();
        if (used.isEmpty()) {
            return;
        }
        String format = "  %-7s %4s  %15s %15s  %7s  %13s %13s  %9s  %-18s %s";
        line(format, "by lane", "", "producer", "consumer", "backlog", "in/s", "out/s", "untaken", "process", "state");
        for (Lane lane : used) {
            double untaken = observation.unchanged(lane.waiting());
            line(format, "", lane.number(), grouped(lane.producer().value()), grouped(lane.consumer().value()),
                    lane.backlog().map(backlog -> String.format(Locale.ROOT, "%.1f %%", backlog.percent())).orElse("?"),
                    observation.seconds().isEmpty() ? "-" : rate(lane.producer()),
                    observation.seconds().isEmpty() ? "-" : rate(lane.consumer()),
                    untaken > 0 ? String.format(Locale.ROOT, "%.1f s", untaken) : "-",
                    lane.owner().map(owner -> owner.pid() + " (" + PartyNames.state(owner) + ")").orElse("none"),
                    lane.state());
        }
    }

    private void parties() {
        if (sample.parties().isEmpty()) {
            line("  parties     none registered");
            return;
        }
        line("  parties     %-10s %-10s %-8s %s", "role", "process", "state", "last heartbeat");
        for (PartySnapshot party : sample.parties()) {
            line("              %-10s %-10d %-8s %s", view.role(party.index()), party.pid(), PartyNames.state(party),
                    heartbeat(party));
        }
    }

    private void claims() {
        for (OpenClaim claim : view.openClaims()) {
            double seconds = observation.secondsOpen(claim);
            line("  %s %s %d, %s, %s, %s", seconds > 0 && claim.holdsUp() ? "STALLED    " : "open claim ",
                    claim.unit(), claim.at(),
                    claim.length() == 0 ? "length unknown" : String.format(Locale.ROOT, "%,d bytes", claim.length()),
                    PartyNames.claimants(claim.claimants()),
                    seconds > 0 ? String.format(Locale.ROOT, "seen open for %.1f s", seconds) : "seen once");
            line("              %s", claim.then());
        }
    }

    private void remarks() {
        for (Remark remark : observation.remarks()) {
            double seconds = remark.unchanged().isEmpty() ? 0 : observation.unchanged(remark.unchanged());
            line("  %-11s %s%s", remark.label(), remark.text(),
                    seconds > 0 ? String.format(Locale.ROOT, "; seen for %.1f s", seconds) : "");
        }
    }

    private static String heartbeat(PartySnapshot party) {
        if (party.heartbeat() == 0) {
            return "never";
        }
        return String.format(Locale.ROOT, "%.1f s ago", heartbeatAge(party) / 1e3);
    }

    /** Milliseconds; not negative, although clocks may be set back. */
    static long heartbeatAge(PartySnapshot party) {
        return Math.max(0, System.currentTimeMillis() - party.heartbeat());
    }

    private String rate(Measure measure) {
        OptionalDouble rate = observation.rate(measure);
        if (rate.isEmpty()) {
            return "? " + measure.unit();
        }
        return Measure.BYTES.equals(measure.unit()) && rate.getAsDouble() >= 1e6
                ? String.format(Locale.ROOT, "%,.1f MB", rate.getAsDouble() / 1e6)
                : String.format(Locale.ROOT, "%,.0f %s", rate.getAsDouble(), measure.unit());
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }
}
