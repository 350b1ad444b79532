package io.sidecore.tools.region.kind;

import io.sidecore.memory.Liveness;
import io.sidecore.memory.Parties;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionInspection;
import io.sidecore.ring.LaneRingInspection;
import io.sidecore.ring.RingInspection;
import io.sidecore.tools.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A ring with a lane for each of several producers. */
final class LanesView implements RegionView {
    private final LaneRingInspection ring;
    private final List<PartySnapshot> parties;
    private final boolean closed;
    private final List<String> faults = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();

    LanesView(RegionInspection region, List<PartySnapshot> parties) {
        this.ring = new LaneRingInspection(region);
        this.parties = parties;
        this.closed = ring.isClosed();
        faults.addAll(ring.faults());
        for (int i = 0; i < ring.lanes(); i++) {
            lanes.add(look(i));
        }
    }

    private Lane look(int number) {
        RingInspection each = ring.lane(number);
        List<String> wrong = each.faults();
        wrong.forEach(fault -> faults.add("lane " + number + ": " + fault));
        // The consumer first: the backlog is then never negative for a moment.
        long consumed = each.consumerPosition();
        long produced = each.producerPosition();
        Optional<PartySnapshot> owner = PartyNames.at(LaneRingInspection.place(number), parties);
        Lane lane = new Lane(number, state(number, !wrong.isEmpty(), owner.isPresent()), owner,
                Measure.bytes("lane " + number + " producer", produced),
                Measure.bytes("lane " + number + " consumer", consumed), wrong.isEmpty()
                        ? Optional.of(Backlog.between(consumed, produced, ring.laneCapacity()))
                        : Optional.empty());
        if (lane.state() == Lane.State.QUARANTINED) {
            faults.add(String.format(Locale.ROOT,
                    "lane %d: quarantined: a consumer has found it corrupt, and %,d bytes there"
                            + " are lost to it; 'sidecore dump --lane %1$d' shows them",
                    number, lane.waitingBytes()));
        }
        return lane;
    }

    private Lane.State state(int number, boolean isCorrupt, boolean hasOwner) {
        if (ring.isQuarantined(number)) {
            return Lane.State.QUARANTINED;
        }
        if (isCorrupt) {
            return Lane.State.CORRUPT;
        }
        if (!ring.isOpened(number) && !hasOwner) {
            return Lane.State.NEVER_OPENED;
        }
        return closed ? Lane.State.CLOSED : Lane.State.OPEN;
    }

    private long used() {
        return lanes.stream().filter(Lane::isUsed).count();
    }

    /** Over all lanes whose positions can be relied on. */
    private long sum(Function<Lane, Measure> position) {
        return lanes.stream().filter(lane -> lane.backlog().isPresent()).map(position).mapToLong(Measure::value).sum();
    }

    private long takable() {
        return lanes.stream().mapToLong(Lane::takableBytes).sum();
    }

    @Override
    public String role(int place) {
        return place == Parties.CONSUMER ? "consumer" : "lane " + (place - LaneRingInspection.place(0));
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
    public List<Fact> facts() {
        return List
                .of(new Fact("lanes", String.format(Locale.ROOT, "%d of %,d bytes, %d of them ever used", lanes.size(),
                        ring.laneCapacity(), used()), "lane_capacity", ring.laneCapacity()));
    }

    @Override
    public List<Measure> measures() {
        return List.of(Measure.bytes("producer", sum(Lane::producer)), Measure.bytes("consumer", sum(Lane::consumer)));
    }

    @Override
    public Optional<Backlog> backlog() {
        return ring.faults().isEmpty()
                ? Optional.of(
                        new Backlog(lanes.stream().mapToLong(Lane::waitingBytes).sum(), used() * ring.laneCapacity()))
                : Optional.empty();
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    @Override
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        Remark.ofConsumer(PartyNames.at(Parties.CONSUMER, parties), takable()).ifPresent(remarks::add);
        for (Lane lane : lanes) {
            lane.owner().filter(owner -> owner.liveness() == Liveness.DEAD).ifPresent(owner -> remarks
                    .add(Remark.dead("lane " + lane.number() + "'s producer", owner,
                            "what it committed is consumed as usual;"
                                    + " a later producer() takes the lane over")));
        }
        return remarks;
    }

    @Override
    public Map<String, Long> watched() {
        Map<String, Long> watched = new HashMap<>();
        if (takable() > 0) {
            watched.put(Remark.WAITING, sum(Lane::consumer));
        }
        lanes.stream().filter(lane -> lane.takableBytes() > 0)
                .forEach(lane -> watched.put(lane.waiting(), lane.consumer().value()));
        return watched;
    }

    @Override
    public int dump(Dump dump) {
        Integer only = dump.request().lane();
        dump.check(only != null || dump.request().from() == null,
                "--from: each lane has positions of its own; add --lane");
        if (!ring.faults().isEmpty()) {
            return dump.corrupt("", ring.faults().getFirst());
        }
        dump.check(only == null || only >= 0 && only < lanes.size(),
                "--lane " + only + ": the ring has lanes 0 to " + (lanes.size() - 1));
        dump.checkFrom(ring.lane(0).alignment());
        dump.say("%s: LANE_RING, %d lanes of %,d bytes, alignment %d", dump.request().file(), lanes.size(),
                ring.laneCapacity(), ring.lane(0).alignment());
        int code = Command.OK;
        for (Lane lane : lanes) {
            if (only == null ? lane.isUsed() : only == lane.number()) {
                code = Math.max(code, dump(dump, lane));
            }
        }
        long unused = lanes.size() - used();
        if (only == null && unused > 0) {
            dump.say("%d lane%s never used", unused, unused == 1 ? " was" : "s were");
        }
        return code;
    }

    private int dump(Dump dump, Lane lane) {
        String name = "lane " + lane.number() + ": ";
        List<String> wrong = ring.lane(lane.number()).faults();
        if (!wrong.isEmpty()) {
            return dump.corrupt(name, wrong.getFirst());
        }
        dump.say("lane %d, %s", lane.number(), lane.state());
        return dump.waiting(name, ring.lane(lane.number()));
    }
}
