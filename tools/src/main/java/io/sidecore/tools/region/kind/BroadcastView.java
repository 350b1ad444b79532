package io.sidecore.tools.region.kind;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionInspection;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.InspectedRecord.State;
import io.sidecore.ring.broadcast.BroadcastInspection;
import io.sidecore.tools.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A ring of one publisher and any number of readers, of whom nothing is known. */
final class BroadcastView implements RegionView {
    private final BroadcastInspection ring;
    private final Optional<PartySnapshot> publisher;
    private final List<String> faults;
    private final List<OpenClaim> openClaims;
    private final List<Measure> measures;
    private final long published;
    private final long retainedFrom;

    BroadcastView(RegionInspection region, List<PartySnapshot> parties) {
        this.ring = new BroadcastInspection(region);
        this.publisher = PartyNames.at(BroadcastInspection.place(), parties);
        List<String> wrong = new ArrayList<>(ring.faults());
        this.published = ring.position();
        // Behind it: the publisher goes on, and what it says it overwrites must not be older than what it has published.
        this.retainedFrom = ring.retainedFrom();
        List<Measure> counted = new ArrayList<>(List.of(Measure.bytes("published", published)));
        if (wrong.isEmpty()) {
            InspectedRecord newest = ring.newest();
            switch (newest.state()) {
                case CORRUPT -> wrong.add("newest record, position " + newest.position() + ": " + newest.fault());
                // A publisher that is too quick for a look leaves the count unknown this time.
                case OVERTAKEN -> {
                }
                default -> counted.add(new Measure("messages", newest.sequence() + 1, "messages"));
            }
        }
        this.faults = List.copyOf(wrong);
        this.measures = List.copyOf(counted);
        this.openClaims = faults.isEmpty() ? ring.openClaim().map(this::openClaim).stream().toList() : List.of();
    }

    private OpenClaim openClaim(InspectedRecord claim) {
        return new OpenClaim("position", claim.position(), claim.length(), claim.claimants(), false,
                Remark.ofUnpublished("publisher", publisher));
    }

    @Override
    public String role(int place) {
        return place == BroadcastInspection.place() ? "publisher" : "place " + place;
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public List<Fact> facts() {
        Fact readers = new Fact("readers", "not registered: each counts by itself what it has missed", "readers", null);
        return faults.isEmpty()
                ? List.of(readers, new Fact("retained", String.format(Locale.ROOT, "%,d bytes, from position %,d on",
                        Math.max(0, published - retainedFrom), retainedFrom), "retained_from", retainedFrom))
                : List.of(readers);
    }

    @Override
    public List<Measure> measures() {
        return measures;
    }

    @Override
    public List<OpenClaim> openClaims() {
        return openClaims;
    }

    @Override
    public List<Remark> remarks() {
        String then = "readers still get what is published; the next publisher() goes on behind it";
        return Remark.ofWriter("publisher", publisher, "nobody publishes: " + then, then).stream().toList();
    }

    @Override
    public int dump(Dump dump) {
        dump.refuseLane();
        List<String> wrong = ring.faults();
        if (!wrong.isEmpty()) {
            return dump.corrupt("", wrong.getFirst());
        }
        dump.checkFrom(ring.alignment());
        long before = ring.retainedFrom();
        BroadcastInspection copy = ring.snapshot();
        InspectedRecord newest = copy.newest();
        if (newest.state() == State.OVERTAKEN) {
            throw new CommandFailed(
                    dump.request().file() + ": the publisher was quicker than every copy of its ring; try again");
        }
        long tail = copy.position();
        long oldest = copy.oldest();
        long start = dump.start(dump.request().from() == null ? oldest : copy.retainedFrom(), tail,
                "what comes before is overwritten");
        dump.say("%s: BROADCAST_RING, capacity %,d bytes, alignment %d", dump.request().file(), copy.capacity(),
                copy.alignment());
        dump.say("published up to position %d, oldest whole record at %d, newest at %d", tail, oldest,
                newest.position());
        if (dump.request().from() == null && oldest - before > 0 && copy.retainedFrom() - before > 0) {
            dump.say("position %d  overwritten while reading, up to %d", before, oldest);
        }
        // A live ring that is too large to be copied would lead on for ever.
        return dump.records("", new Published(copy), start, tail + copy.capacity());
    }

    /** What is published and not overwritten. */
    private static final class Published implements Dump.Log {
        private static final long UNKNOWN = -1;
        /** Times that a dump lets itself be lapped before it gives up on old records. */
        private static final int MAX_LAPS = 8;

        private final BroadcastInspection ring;
        private long next = UNKNOWN;
        private int laps;

        Published(BroadcastInspection ring) {
            this.ring = ring;
        }

        @Override
        public InspectedRecord read(long position, int maxBytes) {
            InspectedRecord record = ring.read(position, maxBytes);
            switch (record.state()) {
                case MESSAGE, PADDING -> {
                    if (next != UNKNOWN && record.sequence() != next) {
                        return corrupt(record, "sequence number " + record.sequence() + ", expected " + next);
                    }
                    next = record.sequence() + (record.state() == State.MESSAGE ? 1 : 0);
                }
                case OVERTAKEN -> {
                    next = UNKNOWN;
                    return ++laps > MAX_LAPS ? record : goOnAt(record, ring.oldest());
                }
                default -> {
                }
            }
            return record;
        }

        private static InspectedRecord corrupt(InspectedRecord record, String fault) {
            return new InspectedRecord(State.CORRUPT, record.position(), record.position(), 0, 0, record.sequence(),
                    new byte[0], List.of(), fault);
        }

        private static InspectedRecord goOnAt(InspectedRecord record, long oldest) {
            return new InspectedRecord(State.OVERTAKEN, record.position(), oldest, 0, 0, -1, new byte[0], List.of(),
                    "");
        }

        @Override
        public String overtaken(long end) {
            return "overwritten while reading: the publisher was quicker; going on at " + end;
        }

        @Override
        public String end() {
            return "end of what is published";
        }

        @Override
        public int alignment() {
            return ring.alignment();
        }
    }
}
