package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionInspection;
import io.sidecore.ring.broadcast.InspectedValue;
import io.sidecore.ring.broadcast.LatestValueInspection;
import io.sidecore.ring.broadcast.LatestValueInspection.NextWrite;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The newest value of a record. */
final class ValueView implements RegionView {
    private final LatestValueInspection value;
    private final Optional<PartySnapshot> writer;
    private final List<String> faults;
    private final long sequence;
    private final NextWrite next;

    ValueView(RegionInspection region, List<PartySnapshot> parties) {
        this.value = new LatestValueInspection(region);
        this.writer = PartyNames.at(LatestValueInspection.place(), parties);
        this.faults = value.faults();
        this.sequence = value.sequence();
        this.next = faults.isEmpty() ? value.next() : NextWrite.UNKNOWN;
    }

    @Override
    public String role(int place) {
        return place == LatestValueInspection.place() ? "writer" : "place " + place;
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("value", String.format(Locale.ROOT, "%,d bytes", value.length()), "value_length",
                        (long) value.length()),
                new Fact("next value", switch (next) {
                    case NOT_BEGUN -> "not begun";
                    case IN_WORK -> "in work, or its claim was aborted";
                    case NOT_PUBLISHED -> "written, not published";
                    case UNKNOWN -> "not known: a slot that was never used looks like one in work";
                }, "next_value", next.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("sequence", sequence, "values"));
    }

    @Override
    public List<OpenClaim> openClaims() {
        return next == NextWrite.IN_WORK || next == NextWrite.NOT_PUBLISHED
                ? List.of(new OpenClaim("sequence", sequence + 1, value.length(), writer.stream().toList(), false,
                        Remark.ofUnpublished("writer", writer)))
                : List.of();
    }

    @Override
    public List<Remark> remarks() {
        String then = "readers still get the newest value; the next writer() goes on behind it";
        return Remark.ofWriter("writer", writer, "nobody writes: " + then, then).stream().toList();
    }

    @Override
    public int dump(Dump dump) {
        dump.refuseLane();
        dump.check(dump.request().from() == null, "--from: a LATEST_VALUE has no positions");
        dump.check(dump.request().type() == null, "--type: a LATEST_VALUE has no types");
        if (!faults.isEmpty()) {
            return dump.corrupt("", faults.getFirst());
        }
        dump.say("%s: LATEST_VALUE of %,d bytes", dump.request().file(), value.length());
        InspectedValue newest = value.read(dump.request().maxBytes());
        return switch (newest.state()) {
            case VALUE -> {
                dump.say("sequence %d  length %,d", newest.sequence(), value.length());
                dump.bytes(newest.bytes(), value.length());
                yield Command.OK;
            }
            case NONE -> {
                dump.say("no value was written yet");
                yield Command.OK;
            }
            case OVERTAKEN -> throw new CommandFailed(
                    dump.request().file() + ": the writer was quicker than every copy of its value; try again");
            case CORRUPT -> dump.corrupt("", newest.fault());
        };
    }
}
