package io.sidecore.tools.region;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.ring.InspectedRecord;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An observation for people. */
final class TextReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final Observation observation;
    private final RegionSample sample;

    private TextReport(Observation observation) {
        this.observation = observation;
        this.sample = observation.latest();
    }

    /** Lines, each with a line feed. */
    static String of(Observation observation) {
        TextReport report = new TextReport(observation);
        report.header();
        report.positions();
        report.parties();
        report.claims();
        return report.text.toString();
    }

    /** Who, and whether he lives: {@code process 123 (dead)}. */
    static String process(PartySnapshot party) {
        return "process " + party.pid() + " (" + state(party) + ")";
    }

    /** Whose an open claim may be. */
    static String claimants(InspectedRecord claim) {
        List<PartySnapshot> claimants = claim.claimants();
        if (claimants.isEmpty()) {
            return "claimed by nobody in the table";
        }
        List<String> names = new ArrayList<>();
        claimants.forEach(party -> names.add(process(party)));
        return "claimed by " + String.join(" or ", names);
    }

    static String state(PartySnapshot party) {
        return party.liveness().name().toLowerCase(Locale.ROOT);
    }

    private void header() {
        line("%s: %s, layout version %d", sample.file(), sample.kind(), sample.version());
        for (String fault : sample.faults()) {
            line("  FAULT       %s", fault);
        }
        line("  capacity    %,d bytes, alignment %d", sample.capacity(), sample.alignment());
        line("  created     %s by process %d",
                TIME.format(LocalDateTime.ofInstant(sample.created(), ZoneId.systemDefault())),
                sample.creatorPid());
        line("  state       %s", sample.closed() ? "closed: takes no more messages" : "open");
    }

    private void positions() {
        for (int i = 0; i < sample.positions().size(); i++) {
            RegionView.Position position = sample.positions().get(i);
            String rate = observation.seconds().isEmpty() ? "" : "   " + bytesPerSecond(observation.rate(i));
            line("  %-11s %,d%s", position.name(), position.value(), rate);
        }
        if (observation.seconds().isPresent() && !sample.positions().isEmpty()) {
            line("              (bytes since creation, rates over %.1f s)", observation.seconds().getAsDouble());
        }
        sample.backlog()
                .ifPresent(bytes -> line("  backlog     %,d bytes, %.1f %%", bytes, 100.0 * bytes / sample.capacity()));
    }

    private void parties() {
        if (sample.parties().isEmpty()) {
            line("  parties     none registered");
            return;
        }
        line("  parties     %-10s %-10s %-8s %s", "role", "process", "state", "last heartbeat");
        for (RegionSample.Party party : sample.parties()) {
            line("              %-10s %-10d %-8s %s", party.role(), party.place().pid(), state(party.place()),
                    heartbeat(party.place()));
        }
    }

    private void claims() {
        for (InspectedRecord claim : sample.openClaims()) {
            double seconds = observation.secondsOpen(claim);
            line("  %s position %d, %s, %s, %s", seconds > 0 ? "STALLED    " : "open claim ", claim.position(),
                    claim.length() == 0 ? "length unknown" : String.format(Locale.ROOT, "%,d bytes", claim.length()),
                    claimants(claim),
                    seconds > 0 ? String.format(Locale.ROOT, "seen open for %.1f s", seconds) : "seen once");
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

    private static String bytesPerSecond(double rate) {
        return rate < 1e6
                ? String.format(Locale.ROOT, "%,.0f bytes/s", rate)
                : String.format(Locale.ROOT, "%,.1f MB/s", rate / 1e6);
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }
}
