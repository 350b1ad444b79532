package io.sidecore.stress.crash;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.SharedMemory;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.KilledHere;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** One structure, from creation to the last message, its slots running in turn within this process. Everything follows from seed and number. */
public final class SimulatedRound {
    private static final int MOST_LIVES = 16;

    private final SplittableRandom random;
    private final Scenario scenario;
    private final Trial trial;
    private final int senders;
    private final Shape shape;
    private final Path file;
    private final long salt;
    private final List<Site> sites;
    private final List<Site> sending;
    private final List<Site> receiving;
    private final Deaths deaths;
    private final Witness witness;

    private Schedule schedule;
    private int deathsLeft;
    private int sendersLeft;

    /**
     * A round that is about to begin.
     *
     * @param scenario the structure
     * @param seed     of the run
     * @param number   of the round
     * @param folder   where the structures are
     * @param sites    of the patched classes
     * @param deaths   where deaths are counted
     * @param witness  told who runs
     */
    public SimulatedRound(Scenario scenario, long seed, long number, Path folder, List<Site> sites, Deaths deaths,
            Witness witness) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) + number));
        this.scenario = scenario;
        this.trial = scenario.trial();
        this.senders = 1 + random.nextInt(trial.maxSenders());
        this.shape = trial.shape(random, senders);
        this.file = folder.resolve(scenario + "-" + shape.toWord());
        this.salt = random.nextLong();
        this.sites = sites;
        this.deaths = deaths;
        this.witness = witness;
        this.sending = targets(true);
        this.receiving = targets(false);
    }

    private List<Site> targets(boolean sender) {
        List<Site> all = Scenario.stores(sites, site -> scenario.concerns(sender, site));
        if (random.nextInt(3) != 0) {
            return all;
        }
        // Several deaths at one store leave behind what a single one never does.
        List<Site> mostlyOne = new ArrayList<>(all);
        mostlyOne.addAll(Collections.nCopies(2 * all.size(), all.get(random.nextInt(all.size()))));
        return mostlyOne;
    }

    /**
     * Plays the round.
     *
     * @throws Violation            with a dump of the structure, if a promise is broken
     * @throws IOException          if the structure cannot be made
     * @throws InterruptedException if this thread is interrupted
     */
    public void play() throws IOException, InterruptedException {
        SimulatedKernel.findGonePid();
        boolean creates = random.nextInt(4) == 0;
        SplittableRandom creation = random.split();
        if (creates) {
            create(creation);
        } else if (!Files.exists(file)) {
            trial.create(file, shape);
        }
        SharedMemory memory = trial.attach(file);
        // Back to how it is after its creation: cheaper than another file.
        memory.region().asSlice(RegionHeader.LANES_OPENED).fill((byte) 0);
        trial.reset(memory, shape, random.split());
        try (Arena arena = Arena.ofConfined()) {
            run(memory, arena);
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(trial, memory, shape),
                    e.getCause() == null ? e : e.getCause());
        }
    }

    /** A creator that dies leaves a file that is refused, or a structure that is whole. */
    private void create(SplittableRandom choice) throws IOException {
        Files.deleteIfExists(file);
        Schedule creation = new Schedule(choice.split(), sites, deaths, Schedule.Kernel.NONE, Witness.NONE);
        Doom doom = Doom.random(choice, Scenario.stores(sites, scenario::creates));
        creation.add("creator", false, self -> {
            creation.begin(self, doom);
            trial.create(file, shape);
        });
        creation.run();
        try {
            SharedMemory whole = trial.attach(file);
            if (whole.epoch() == 0 || whole.creatorPid() != ProcessHandle.current().pid()) {
                throw new Violation("a region was attached whose creator died before its header was complete");
            }
        } catch (RegionException e) {
            Files.deleteIfExists(file);
            trial.create(file, shape);
        }
    }

    private void run(SharedMemory memory, Arena arena) throws RegionException {
        int quota = 4 + random.nextInt(random.nextBoolean() ? 12 : 60);
        int receivers = 1 + random.nextInt(trial.maxReceivers());
        deathsLeft = random.nextInt(8);
        sendersLeft = senders;
        schedule = new Schedule(random.split(), sites, deaths, new SimulatedKernel(memory, witness),
                witness);
        List<MemorySegment> sent = new ArrayList<>();
        List<MemorySegment> received = new ArrayList<>();
        for (int slot = 0; slot < senders; slot++) {
            sent.add(arena.allocate(SentLedger.bytes(quota + 8), Long.BYTES));
            addSender(slot, trial.sender(new Post(file, slot, sent.get(slot), sent.getFirst(), random.split(), salt,
                    quota, () -> true)));
        }
        for (int slot = 0; slot < receivers; slot++) {
            received.add(arena.allocate(trial.receivedBytes(senders * (quota + 8), MOST_LIVES), Long.BYTES));
            addReceiver(slot, trial.receiver(new Post(file, slot, received.get(slot), sent.getFirst(), random.split(),
                    salt, quota, this::sendersAreGone)));
        }
        if (random.nextInt(3) == 0) {
            SplittableRandom rivalry = random.split();
            schedule.add("rival", false, self -> lived(self, rivalry, rivalry.nextBoolean(), () -> rival(rivalry)));
        }
        schedule.run();
        trial.conclude(file, sent, received, salt);
    }

    private void addSender(int slot, Role role) {
        SplittableRandom fate = random.split();
        schedule.add("sender " + slot, false, self -> {
            try {
                while (!role.isDone() && (lived(self, fate, true, role::live) || fate.nextInt(4) != 0)) {
                    // The next life.
                }
            } finally {
                sendersLeft--;
                schedule.finish();
            }
        });
    }

    /** Who asks, and is told so, knows what they have done. */
    private boolean sendersAreGone() {
        if (sendersLeft > 0) {
            return false;
        }
        schedule.learnsOfEnds();
        return true;
    }

    private void addReceiver(int slot, Role role) {
        SplittableRandom fate = random.split();
        schedule.add("receiver " + slot, true, self -> {
            while (!lived(self, fate, false, role::live)) {
                // The next life.
            }
        });
    }

    private interface Life {
        void live() throws RegionException;
    }

    /** Returns whether the life came to its natural end. */
    private boolean lived(Schedule.Slot self, SplittableRandom fate, boolean sends, Life life) throws RegionException {
        boolean doomed = deathsLeft > 0 && fate.nextInt(4) != 0;
        schedule.begin(self, doomed ? doom(self, fate, sends ? sending : receiving) : Doom.none());
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

    /** Often while it takes up what the life before has left, or where that one has died. */
    private static Doom doom(Schedule.Slot self, SplittableRandom fate, List<Site> targets) {
        return switch (self.isReborn() ? fate.nextInt(4) : 3) {
            case 0 -> self.sameDeath();
            case 1 -> Doom.soon(fate);
            default -> Doom.random(fate, targets);
        };
    }

    /** Tries to open sides that others have open, or whose owners have just died. */
    private void rival(SplittableRandom choice) throws RegionException {
        Runnable rival = trial.rival(file, choice);
        for (int i = choice.nextInt(30); i >= 0 && sendersLeft > 0; i--) {
            try {
                rival.run();
            } catch (IllegalStateException e) {
                if (e.getClass() != IllegalStateException.class) {
                    throw e;
                }
            }
            for (int j = choice.nextInt(50); j >= 0; j--) {
                Failpoints.pause();
            }
        }
    }
}
