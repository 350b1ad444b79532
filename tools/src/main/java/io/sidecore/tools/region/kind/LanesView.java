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

/** A ring with a lane for each of several producers. */
final class LanesView implements RegionView {
    private final LaneRingInspection ring;
    private final List<PartySnapshot> parties;
    private final boolean closed;
    private final List<String> faults = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    /** Of the lanes that a consumer drains. */
    private final Map<String, Long> watched = new HashMap<>();
    private long takable;
    private long consumed;
    private long produced;
    private long waiting;
    private int used;

    LanesView(RegionInspection region, List<PartySnapshot> parties) {
        this.ring = new LaneRingInspection(region);
        this.parties = parties;
        this.closed = ring.isClosed();
        faults.addAll(ring.faults());
        for (int i = 0; i < ring.lanes(); i++) {
            look(i);
        }
        if (takable > 0) {
            watched.put(Remark.WAITING, consumed);
        }
    }

    private void look(int number) {
        RingInspection each = ring.lane(number);
        List<String> wrong = each.faults();
        // The consumer first: the backlog is then never negative for a moment.
        long consumer = each.consumerPosition();
        long producer = each.producerPosition();
        boolean quarantined = ring.isQuarantined(number);
        Optional<PartySnapshot> owner = PartyNames.at(LaneRingInspection.place(number), parties);
        boolean isUsed = ring.isOpened(number) || quarantined || owner.isPresent() || !wrong.isEmpty();
        Optional<Backlog> backlog = wrong.isEmpty()
                ? Optional.of(Backlog.between(consumer, producer, ring.laneCapacity()))
                : Optional.empty();
        long bytes = backlog.map(Backlog::bytes).orElse(0L);
        Lane lane = new Lane(number, state(quarantined, !wrong.isEmpty(), isUsed), isUsed, owner,
                Measure.bytes("lane " + number + " producer", producer),
                Measure.bytes("lane " + number + " consumer", consumer), backlog);
        lanes.add(lane);
        wrong.forEach(fault -> faults.add("lane " + number + ": " + fault));
        if (quarantined) {
            faults.add(String.format(Locale.ROOT,
                    "lane %d: quarantined: a consumer has found it corrupt, and %,d bytes there"
                            + " are lost to it; 'sidecore dump --lane %1$d' shows them",
                    number, bytes));
        }
        if (isUsed) {
            used++;
        }
        if (wrong.isEmpty()) {
            consumed += consumer;
            produced += producer;
            waiting += bytes;
        }
        if (wrong.isEmpty() && !quarantined && bytes > 0) {
            takable += bytes;
            watched.put(lane.waiting(), consumer);
        }
    }

    private String state(boolean quarantined, boolean corrupt, boolean isUsed) {
        if (quarantined) {
            return "quarantined";
        }
        if (corrupt) {
            return "corrupt";
        }
        return closed ? "closed" : isUsed ? "open" : "never opened";
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
                        ring.laneCapacity(), used), "lane_capacity", ring.laneCapacity()));
    }

    @Override
    public List<Measure> measures() {
        return List.of(Measure.bytes("producer", produced), Measure.bytes("consumer", consumed));
    }

    @Override
    public Optional<Backlog> backlog() {
        return ring.faults().isEmpty()
                ? Optional.of(new Backlog(waiting, used * ring.laneCapacity()))
                : Optional.empty();
    }

    @Override
    public List<Lane> lanes() {
        return lanes;
    }

    @Override
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        Remark.ofConsumer(PartyNames.at(Parties.CONSUMER, parties), takable).ifPresent(remarks::add);
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
        dump.say("%s: LANE_RING, %d lanes of %,d bytes, alignment %d", dump.request().file(), lanes.size(),
                ring.laneCapacity(), ring.lane(0).alignment());
        int code = Command.OK;
        for (Lane lane : lanes) {
            if (only == null ? lane.isUsed() : only == lane.number()) {
                code = Math.max(code, dump(dump, lane));
            }
        }
        if (only == null && used < lanes.size()) {
            dump.say("%d lane%s never used", lanes.size() - used, lanes.size() - used == 1 ? " was" : "s were");
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
