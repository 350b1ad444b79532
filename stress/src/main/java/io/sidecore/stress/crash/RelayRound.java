package io.sidecore.stress.crash;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.SpscRing;
import io.sidecore.stress.crash.queue.QueueTrial;
import io.sidecore.stress.crash.queue.Relay;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.KilledHere;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small SPSC ring whose sides change hands all the time, mostly in the middle of something: two slots take turns at each side, close it right behind
 * what they did or die, and another looks on. They keep no books, whose volatile stores would push out those of the ring.
 */
public final class RelayRound {
    private static final int MOST_DEATHS = 16;
    private static final int TAKING_TURNS = 2;

    private final SplittableRandom random;
    private final QueueTrial ring = new QueueTrial(RegionKind.SPSC_RING);
    private final Shape shape;
    private final Path file;
    private final List<Site> sites;
    private final Witness witness;

    private Schedule schedule;
    private int deathsLeft;
    private int sendersLeft = TAKING_TURNS;
    private int sidesLeft = 2 * TAKING_TURNS;

    /**
     * A round that is about to begin.
     *
     * @param seed    of the run
     * @param number  of the round
     * @param folder  where the rings are
     * @param sites   of the patched classes
     * @param witness told who runs
     */
    public RelayRound(long seed, long number, Path folder, List<Site> sites, Witness witness) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) + number));
        this.shape = new Shape(1024, random.nextBoolean() ? 8 : 64, 1);
        this.file = folder.resolve("relay-" + shape.toWord());
        this.sites = sites;
        this.witness = witness;
    }

    /**
     * Plays the round.
     *
     * @throws Violation            with a dump of the ring, if a promise is broken
     * @throws IOException          if the ring cannot be made
     * @throws InterruptedException if this thread is interrupted
     */
    public void play() throws IOException, InterruptedException {
        SimulatedKernel.findGonePid();
        if (!Files.exists(file)) {
            ring.create(file, shape);
        }
        SpscRing attached = SpscRing.attach(file);
        SharedMemory memory = attached.memory();
        memory.region().asSlice(RegionHeader.LANES_OPENED).fill((byte) 0);
        ring.reset(memory, shape, random.split());
        Relay relay = new Relay(attached, 8 + random.nextInt(40));
        deathsLeft = random.nextInt(MOST_DEATHS);
        schedule = new Schedule(random.split(), sites, new Deaths(sites), new SimulatedKernel(memory, witness),
                witness);
        for (int i = 0; i < TAKING_TURNS; i++) {
            addSender(i, relay);
            addReceiver(i, relay);
        }
        SplittableRandom looks = random.split();
        schedule.add("onlooker", false, self -> {
            schedule.begin(self, Doom.none());
            relay.lookOn(looks, () -> sidesLeft == 0);
        });
        try {
            schedule.run();
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(ring, memory, shape),
                    e.getCause() == null ? e : e.getCause());
        }
    }

    private void addSender(int slot, Relay relay) {
        SplittableRandom fate = random.split();
        schedule.add("sender " + slot, true, self -> {
            while (!relay.isSent()) {
                live(self, fate, true, () -> relay.send(fate));
            }
            sendersLeft--;
            sidesLeft--;
            schedule.finish();
        });
    }

    private void addReceiver(int slot, Relay relay) {
        SplittableRandom fate = random.split();
        schedule.add("receiver " + slot, true, self -> {
            boolean last = false;
            while (!last) {
                // Asked before the life begins: it then finds all that was sent.
                boolean over = sendersLeft == 0;
                if (over) {
                    schedule.learnsOfEnds();
                }
                last = live(self, fate, false, () -> relay.receive(fate, over)) && over;
            }
            sidesLeft--;
        });
    }

    private interface Life {
        void live() throws RegionException;
    }

    /** Returns whether the life came to its natural end. */
    private boolean live(Schedule.Slot self, SplittableRandom fate, boolean sends, Life life) throws RegionException {
        boolean doomed = deathsLeft > 0 && fate.nextInt(3) != 0;
        schedule.begin(self, doomed ? doom(fate, sends) : Doom.none());
        try {
            life.live();
            return true;
        } catch (KilledHere e) {
            if (schedule.isOver()) {
                throw e;
            }
            deathsLeft--;
            return false;
        }
    }

    /** Often while a payload is written or read. */
    private Doom doom(SplittableRandom fate, boolean sends) {
        return switch (fate.nextInt(3)) {
            case 0 -> Doom.soon(fate);
            case 1 -> Doom.at(fate, sites.get(Site.APPLICATION));
            default -> Doom.random(fate, Scenario.stores(sites, site -> Scenario.SPSC.concerns(sends, site)));
        };
    }
}
