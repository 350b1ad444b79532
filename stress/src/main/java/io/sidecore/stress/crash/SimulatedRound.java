package io.sidecore.stress.crash;

import io.sidecore.memory.Party;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.Ring;
import io.sidecore.ring.RingConsumer;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.KilledHere;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One ring, from creation to the last message, its slots running in turn within this process. Everything follows from seed and number. */
final class SimulatedRound {
    private final SplittableRandom random;
    private final Scenario scenario;
    private final Path file;
    private final long capacity;
    private final int alignment;
    private final long salt;
    private final List<Site> sites;
    private final List<Site> consuming;
    private final List<Site> producing;
    private final Deaths deaths;

    private Schedule schedule;
    private int deathsLeft;
    private int producers;

    SimulatedRound(Scenario scenario, long seed, long number, Path folder, List<Site> sites, Deaths deaths) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) + number));
        this.scenario = scenario;
        this.capacity = 1024L << random.nextInt(3) * random.nextInt(2);
        this.alignment = random.nextBoolean() ? 8 : 64;
        this.file = folder.resolve(scenario + "-" + capacity + "-" + alignment);
        this.salt = random.nextLong();
        this.sites = sites;
        this.deaths = deaths;
        List<Site> targets = sites.stream().filter(site -> site.store() && scenario.covers(site)).toList();
        this.consuming = targets.stream().filter(site -> Scenario.concerns(true, site)).toList();
        List<Site> all = targets.stream().filter(site -> Scenario.concerns(false, site)).toList();
        // Several deaths at one store leave behind what a single one never does.
        this.producing = random.nextInt(3) == 0 ? List.of(all.get(random.nextInt(all.size()))) : all;
    }

    /** Plays the round; throws a {@link Violation} with a dump of the ring if a promise is broken. */
    void play() throws IOException, InterruptedException {
        SimulatedKernel.findGonePid();
        boolean creates = random.nextInt(4) == 0;
        SplittableRandom creation = random.split();
        if (creates) {
            create(creation);
        } else if (!Files.exists(file)) {
            scenario.create(file, capacity, alignment);
        }
        SharedMemory memory = SharedMemory.attach(file, scenario.kind());
        reset(memory);
        try (Arena arena = Arena.ofConfined()) {
            run(memory, arena);
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(memory), e.getCause() == null ? e : e.getCause());
        }
    }

    /** A creator that dies leaves a file that is refused, or a ring that is whole. */
    private void create(SplittableRandom choice) throws IOException {
        Files.deleteIfExists(file);
        Schedule creation = new Schedule(choice.split(), sites, deaths, new Schedule.Kernel() {
            @Override
            public void registered(Schedule.Slot slot) {}

            @Override
            public void died(Schedule.Slot slot) {}
        });
        List<Site> creating = sites.stream()
                .filter(site -> site.store()
                        && (site.type().equals("SharedMemory") || site.type().equals("RegionHeader")))
                .toList();
        Doom doom = Doom.random(choice, creating);
        creation.add("creator", false, self -> {
            creation.begin(self, doom);
            scenario.create(file, capacity, alignment);
        });
        creation.run();
        try {
            SharedMemory whole = scenario.attach(file).memory();
            if (whole.epoch() == 0 || whole.creatorPid() != ProcessHandle.current().pid()) {
                throw new Violation("a region was attached whose creator died before its header was complete");
            }
        } catch (RegionException e) {
            Files.deleteIfExists(file);
            scenario.create(file, capacity, alignment);
        }
    }

    /** Back to how a ring is after its creation, or after so many bytes that all were consumed: cheaper than another file. */
    private void reset(SharedMemory memory) {
        memory.region().asSlice(RegionHeader.PRODUCER_POSITION).fill((byte) 0);
        if (random.nextBoolean()) {
            long position = random.nextLong(1L << 40) & -alignment;
            long region = memory.region().address();
            OffHeap.putLong(region + RegionHeader.PRODUCER_POSITION, position);
            OffHeap.putLong(region + RegionHeader.CONSUMER_POSITION, position);
            // Where an MpscRing keeps how far it is consumed.
            OffHeap.putLong(region + RegionHeader.CONSUMER_POSITION + 8, position);
        }
    }

    private void run(SharedMemory memory, Arena arena) throws RegionException {
        int quota = 4 + random.nextInt(random.nextBoolean() ? 12 : 60);
        int slots = 1 + random.nextInt(scenario.maxProducers());
        deathsLeft = random.nextInt(8);
        producers = slots;
        schedule = new Schedule(random.split(), sites, deaths, new SimulatedKernel(memory));
        List<SentLedger> sent = new ArrayList<>();
        ReceivedLedger received = new ReceivedLedger(
                arena.allocate(ReceivedLedger.bytes(slots * (quota + 8) * 16), Long.BYTES));
        for (int slot = 0; slot < slots; slot++) {
            SentLedger ledger = new SentLedger(arena.allocate(SentLedger.bytes(quota + 8), Long.BYTES));
            sent.add(ledger);
            ProducerRole role = new ProducerRole(scenario, file, slot, ledger, random.split(), salt, quota);
            SplittableRandom fate = random.split();
            schedule.add("producer " + slot, false, self -> {
                try {
                    while (!role.isDone() && (lived(self, fate, false, role::live) || fate.nextInt(4) != 0)) {
                        // The next life.
                    }
                } finally {
                    producers--;
                }
            });
        }
        ConsumerRole consumer = new ConsumerRole(scenario, file, received, random.split(), salt, () -> producers == 0);
        SplittableRandom fate = random.split();
        schedule.add("consumer", true, self -> {
            while (!lived(self, fate, true, consumer::live)) {
                // The next life.
            }
        });
        if (random.nextInt(3) == 0) {
            SplittableRandom rivalry = random.split();
            schedule.add("rival", false, self -> lived(self, rivalry, rivalry.nextBoolean(), () -> rival(rivalry)));
        }
        schedule.run();
        Oracle.verify(sent, received);
        checkPlaces(memory);
    }

    private interface Life {
        void live() throws RegionException;
    }

    /** Returns whether the life came to its natural end. */
    private boolean lived(Schedule.Slot self, SplittableRandom fate, boolean consumes, Life life)
            throws RegionException {
        boolean doomed = deathsLeft > 0 && fate.nextInt(4) != 0;
        // Often while it takes up what the life before has left.
        Doom doom = self.isReborn() && fate.nextInt(3) == 0
                ? Doom.soon(fate)
                : Doom.random(fate, consumes ? consuming : producing);
        schedule.begin(self, doomed ? doom : Doom.none());
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

    /** Tries to open sides that others have open, or whose owners have just died. */
    private void rival(SplittableRandom choice) throws RegionException {
        Ring ring = scenario.attach(file);
        for (int i = choice.nextInt(30); i >= 0 && producers > 0; i--) {
            try {
                if (choice.nextBoolean()) {
                    scenario.consumer(ring).close();
                } else {
                    scenario.producer(ring).close();
                }
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

    private void checkPlaces(SharedMemory memory) throws RegionException {
        try (RingConsumer last = scenario.consumer(scenario.attach(file))) {
            // The rival may have died after the consumer had left.
            scenario.recover(last);
        }
        for (Party party : memory.parties().taken()) {
            if (party.pid() == ProcessHandle.current().pid()) {
                throw new Violation("place " + party.index() + " is still taken, though everybody has left");
            }
            if (scenario == Scenario.MPSC && party.index() > 0) {
                throw new Violation("place " + party.index() + " of a dead producer was not freed by recovery");
            }
        }
    }
}
