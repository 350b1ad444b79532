package io.sidecore.tools.region.kind;

import io.sidecore.memory.Liveness;
import io.sidecore.memory.Parties;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.RingInspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ring of one log, with one producer or several. */
final class LogView implements RegionView {
    private final RegionKind kind;
    private final RingInspection ring;
    private final List<PartySnapshot> parties;
    private final List<String> faults;
    private final long consumed;
    private final long produced;
    private final boolean closed;
    private final List<OpenClaim> openClaims;

    LogView(RegionInspection region, List<PartySnapshot> parties) {
        this.kind = region.kind().orElseThrow();
        this.ring = new RingInspection(region);
        this.parties = parties;
        this.faults = ring.faults();
        // The consumer first: the backlog is then never negative for a moment.
        this.consumed = ring.consumerPosition();
        this.produced = ring.producerPosition();
        this.closed = ring.isClosed();
        this.openClaims = faults.isEmpty() ? findOpenClaims() : List.of();
    }

    /** The one that the consumer stands at, and, further on, those of the dead: a live producer's is no concern before its turn. */
    private List<OpenClaim> findOpenClaims() {
        List<OpenClaim> claims = new ArrayList<>();
        InspectedRecord head = ring.read(consumed, 0);
        if (isOpen(head)) {
            String then = head.claimants().isEmpty()
                    ? "if it stays, the ring is corrupt"
                    : isOfTheDead(head)
                            ? "the consumer skips it as it polls, or at once with recover()"
                            : "the consumer waits until it is committed or aborted, or its process ends";
            claims.add(new OpenClaim("position", head.position(), head.length(), head.claimants(), true, then));
        }
        parties.stream()
                .filter(party -> party.index() != Parties.CONSUMER && party.liveness() == Liveness.DEAD
                        && party.intentStart() > consumed && party.intentStart() < produced)
                .mapToLong(PartySnapshot::intentStart).distinct().sorted().mapToObj(at -> ring.read(at, 0))
                .filter(claim -> isOpen(claim) && !claim.claimants().isEmpty() && isOfTheDead(claim))
                .map(claim -> new OpenClaim("position", claim.position(), claim.length(), claim.claimants(), false,
                        "the consumer skips it when it has come there"))
                .forEach(claims::add);
        return List.copyOf(claims);
    }

    private static boolean isOpen(InspectedRecord record) {
        return record.state() == InspectedRecord.State.OPEN_CLAIM;
    }

    private static boolean isOfTheDead(InspectedRecord claim) {
        return claim.claimants().stream().allMatch(party -> party.liveness() == Liveness.DEAD);
    }

    @Override
    public String role(int place) {
        return place == Parties.CONSUMER ? "consumer" : "producer";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public List<Measure> measures() {
        return List.of(Measure.bytes("producer", produced), Measure.bytes("consumer", consumed));
    }

    @Override
    public Optional<Backlog> backlog() {
        return faults.isEmpty() ? Optional.of(Backlog.between(consumed, produced, ring.capacity())) : Optional.empty();
    }

    @Override
    public List<OpenClaim> openClaims() {
        return openClaims;
    }

    @Override
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        Remark.ofConsumer(PartyNames.at(Parties.CONSUMER, parties), takable()).ifPresent(remarks::add);
        for (PartySnapshot party : parties) {
            if (party.index() != Parties.CONSUMER && party.liveness() == Liveness.DEAD) {
                remarks.add(Remark.dead("producer", party, kind == RegionKind.SPSC_RING
                        ? "the next producer() takes its place"
                        : "the consumer's recover() frees its place"));
            }
        }
        return remarks;
    }

    /** A consumer that waits for a claim cannot be blamed for what lies behind. */
    private long takable() {
        return openClaims.stream().noneMatch(OpenClaim::holdsUp) ? backlog().map(Backlog::bytes).orElse(0L) : 0;
    }

    @Override
    public Map<String, Long> watched() {
        return takable() == 0 ? Map.of() : Map.of(Remark.WAITING, consumed);
    }

    @Override
    public int dump(Dump dump) {
        dump.refuseLane();
        if (!faults.isEmpty()) {
            return dump.corrupt("", faults.getFirst());
        }
        dump.checkFrom(ring.alignment());
        dump.say("%s: %s, capacity %,d bytes, alignment %d", dump.request().file(), kind, ring.capacity(),
                ring.alignment());
        return dump.waiting("", ring);
    }
}
