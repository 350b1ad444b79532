package io.sidecore.stress.crash;

import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.stress.crash.queue.QueueTrial;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.KilledHere;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One place in the table of parties, for which several compete: some of this PID namespace, who die now and then, and one of another, whose life and death
 * nobody can know.
 */
public final class PlacesRound {
    private static final int NATIVES = 2;

    private final SplittableRandom random;
    private final QueueTrial ring = new QueueTrial(RegionKind.SPSC_RING);
    private final Shape shape = new Shape(1024, 64, 1);
    private final Path file;
    private final List<Site> sites;
    private final Witness witness;
    private int nativesLeft = NATIVES;

    /**
     * A round that is about to begin.
     *
     * @param seed    of the run
     * @param number  of the round
     * @param folder  where the region is
     * @param sites   of the patched classes
     * @param witness told who runs
     */
    public PlacesRound(long seed, long number, Path folder, List<Site> sites, Witness witness) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) + number));
        this.file = folder.resolve("places");
        this.sites = sites;
        this.witness = witness;
    }

    /**
     * Plays the round.
     *
     * @throws Violation            if a place is taken from somebody who is alive
     * @throws IOException          if the region cannot be made
     * @throws InterruptedException if this thread is interrupted
     */
    public void play() throws IOException, InterruptedException {
        SimulatedKernel.findGonePid();
        if (!Files.exists(file)) {
            ring.create(file, shape);
        }
        SharedMemory memory = ring.attach(file);
        memory.region().asSlice(RegionHeader.LANES_OPENED).fill((byte) 0);
        Party place = memory.parties().get(Parties.CONSUMER);
        Schedule schedule = new Schedule(random.split(), sites, new Deaths(sites), new SimulatedKernel(memory, witness),
                witness);
        for (int i = 0; i < NATIVES; i++) {
            SplittableRandom fate = random.split();
            schedule.add("native " + i, false, self -> {
                for (int lives = 1 + fate.nextInt(8); lives > 0; lives--) {
                    live(schedule, self, place, fate);
                }
                nativesLeft--;
            });
        }
        SplittableRandom choice = random.split();
        schedule.add("foreigner", false, self -> {
            schedule.begin(self, Doom.none());
            new Foreigner(place).live(choice, () -> nativesLeft == 0);
        });
        schedule.run();
    }

    /** Asks for the place several times, and keeps it for a moment where it gets it. */
    private static void live(Schedule schedule, Schedule.Slot self, Party place, SplittableRandom fate) {
        schedule.begin(self, fate.nextInt(4) == 0 ? Doom.soon(fate) : Doom.none());
        try {
            for (int tries = 1 + fate.nextInt(30); tries > 0; tries--) {
                place.tryRegister().ifPresent(registration -> {
                    for (int i = fate.nextInt(4); i > 0; i--) {
                        Failpoints.pause();
                    }
                    registration.close();
                });
                Failpoints.pause();
            }
        } catch (KilledHere e) {
            if (schedule.isOver()) {
                throw e;
            }
        }
    }
}
