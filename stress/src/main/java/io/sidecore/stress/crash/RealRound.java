package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * One structure whose slots begin as processes that are killed, and go on as threads of this process, which are not.
 *
 * <p>The seed, and where others have died before, decide who dies at which of its stores; how the lives interleave is up to the machine.
 */
final class RealRound {
    static final long BOUND_MILLIS = 30_000;
    private static final long WAIT_MILLIS = 500;
    /** Messages more than the quota, at a slow pace, while receivers still have to die: about a second's. */
    private static final int EXTRA = 10_000;
    private static final int MOST_DEATHS = 4;

    private final SplittableRandom random;
    private final Scenario scenario;
    private final Trial trial;
    private final RealRounds run;
    private final int senders;
    private final Shape shape;
    private final int sendersToDie;
    private final int receiversToDie;
    private final AtomicInteger victimsLeft;
    private final long number;
    private final Crews crews;
    private final Path file;
    private final long salt;
    private final List<Path> files = new ArrayList<>();
    private final AtomicReference<Violation> violation = new AtomicReference<>();

    RealRound(Scenario scenario, long seed, long number, RealRounds run, Crews crews) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) - 1 - number));
        this.scenario = scenario;
        this.trial = scenario.trial();
        this.run = run;
        this.senders = 1 + random.nextInt(Math.min(3, trial.maxSenders()));
        this.shape = trial.shape(random, senders);
        this.salt = random.nextLong();
        int deaths = 1 + random.nextInt(2 * MOST_DEATHS);
        this.sendersToDie = random.nextInt(Math.max(0, deaths - MOST_DEATHS), Math.min(deaths, MOST_DEATHS) + 1);
        this.receiversToDie = deaths - sendersToDie;
        this.victimsLeft = new AtomicInteger(victims());
        this.number = number;
        this.crews = crews;
        this.file = run.workers().rings().resolve("real-" + number);
    }

    Scenario scenario() {
        return scenario;
    }

    long number() {
        return number;
    }

    /** Slots that board its crews. */
    int victims() {
        return Math.min(1, sendersToDie) + Math.min(1, receiversToDie);
    }

    private void leaveCrews() {
        if (victimsLeft.getAndDecrement() > 0) {
            crews.leave();
        }
    }

    private interface Life {
        void live() throws Exception;
    }

    void play() throws IOException, InterruptedException {
        files.add(file);
        try {
            trial.create(file, shape);
            // Not closed by us: after a violation threads of this round may still run.
            run(Arena.ofAuto());
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(trial, trial.attach(file), shape));
        } finally {
            for (int i = victims(); i > 0; i--) {
                leaveCrews();
            }
            for (Path made : files) {
                Files.deleteIfExists(made);
            }
        }
    }

    private void run(Arena arena) throws IOException, InterruptedException {
        int receivers = 1 + random.nextInt(Math.min(2, trial.maxReceivers()));
        int quota = 100 << random.nextInt(4);
        int room = quota + 8 + (trial.hasBackPressure() ? 0 : EXTRA);
        AtomicInteger sendersLeft = new AtomicInteger(senders);
        AtomicInteger deathsLeft = new AtomicInteger(receiversToDie);
        List<MemorySegment> sent = new ArrayList<>();
        List<MemorySegment> received = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int slot = 0; slot < senders; slot++) {
            sent.add(ledger(file, true, slot, SentLedger.bytes(room), arena));
            int deaths = slot == 0 ? sendersToDie : 0;
            boolean returns = deaths == 0 || random.nextInt(4) != 0;
            Post post = new Post(file, slot, sent.get(slot), sent.getFirst(), random.split(), salt, quota,
                    () -> deathsLeft.get() == 0);
            threads.add(sender(post, deaths, returns, random.split(), sendersLeft));
        }
        for (int slot = 0; slot < receivers; slot++) {
            received.add(ledger(file, false, slot, trial.receivedBytes(senders * room, MOST_DEATHS + 1), arena));
            Post post = new Post(file, slot, received.get(slot), sent.getFirst(), random.split(), salt, quota,
                    () -> sendersLeft.get() == 0);
            threads.add(receiver(post, slot == 0 ? receiversToDie : 0, random.split(), deathsLeft));
        }
        List<MemorySegment> ledgers = new ArrayList<>(sent);
        ledgers.addAll(received);
        await(threads, new Progress(ledgers));
        trial.conclude(file, sent, received, salt);
    }

    private Thread sender(Post post, int deaths, boolean returns, SplittableRandom fate, AtomicInteger left) {
        Role role = trial.sender(post);
        return thread("sender " + post.slot(), () -> {
            try {
                die(true, post, deaths, role::isDone, fate);
                if (returns) {
                    role.live();
                }
            } finally {
                left.decrementAndGet();
            }
        });
    }

    private Thread receiver(Post post, int deaths, SplittableRandom fate, AtomicInteger left) {
        Role role = trial.receiver(post);
        return thread("receiver " + post.slot(), () -> {
            die(false, post, deaths, () -> {
                left.decrementAndGet();
                return false;
            }, fate);
            role.live();
        });
    }

    /** Where the processes of a round find the ledger of a slot. */
    static Path ledger(Path file, boolean sends, int slot) {
        return file.resolveSibling(file.getFileName() + (sends ? "-sent-" : "-received-") + slot);
    }

    private MemorySegment ledger(Path of, boolean sends, int slot, long bytes, Arena arena) throws IOException {
        Path path = ledger(of, sends, slot);
        files.add(path);
        try (RandomAccessFile made = new RandomAccessFile(path.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return RealWorker.map(path, arena);
    }

    private Thread thread(String name, Life body) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                body.live();
            } catch (Violation e) {
                violation.compareAndSet(null, e);
            } catch (Throwable e) {
                violation.compareAndSet(null, new Violation(name + " met an error", e));
            }
        });
    }

    private void await(List<Thread> threads, Progress progress) throws InterruptedException {
        threads.forEach(Thread::start);
        // Counted in waits, not read from a clock: all of this may have been stopped for a while.
        int waits = 0;
        for (Thread thread : threads) {
            while (violation.get() == null && !thread.join(Duration.ofMillis(WAIT_MILLIS))) {
                waits = progress.isMade() || crews.isUnderWay() ? 0 : waits + 1;
                if (waits > BOUND_MILLIS / WAIT_MILLIS) {
                    violation.compareAndSet(null, new Violation("hang: " + thread.getName()
                            + " has not ended, and nobody has got on for " + BOUND_MILLIS + " ms"));
                }
            }
        }
        if (violation.get() != null) {
            throw violation.get();
        }
    }

    private void die(boolean sends, Post post, int deaths, BooleanSupplier isEnough, SplittableRandom fate)
            throws IOException, InterruptedException {
        if (deaths == 0) {
            return;
        }
        try {
            for (int i = 0; i < deaths; i++) {
                victim(sends, post, fate);
                if (isEnough.getAsBoolean()) {
                    return;
                }
            }
        } finally {
            leaveCrews();
        }
    }

    /** One life in a process, to its death or end; its orders come from {@code fate}. */
    private void victim(boolean sends, Post post, SplittableRandom fate) throws IOException, InterruptedException {
        List<Site> targets = Scenario.stores(run.workers().sites(), site -> scenario.concerns(sends, site));
        // There are few real rounds: they go first where no real death has been yet.
        List<Site> spared = run.deaths().of(scenario).missed(targets::contains);
        boolean atAnyTime = fate.nextInt(spared.isEmpty() ? 3 : 6) == 0;
        Doom doom = atAnyTime
                ? Doom.none()
                : spared.isEmpty() || fate.nextInt(4) == 0
                        ? Doom.random(fate, targets)
                        : Doom.at(fate, spared.get(fate.nextInt(spared.size())));
        LifeSigns signs = new LifeSigns(post.ledger());
        signs.clear();
        boolean halts = fate.nextInt(16) == 0;
        long nanos = fate.nextLong(atAnyTime ? 8_000_000 : 300_000_000);
        RealWorker.Order order = new RealWorker.Order(scenario, file, sends, post.slot(), post.quota(), fate.nextLong(),
                salt, doom.toWord(), halts);
        Ending ending = crews.live(new Crews.Life(order, signs, nanos, atAnyTime,
                new Progress(List.of(post.ledger())), () -> violation.get() != null));
        long diedAt = signs.endedAt();
        if (violation.get() != null) {
            // It was killed because the round is lost already.
            return;
        }
        ending.manner((sends ? "sender " : "receiver ") + post.slot())
                .ifPresent(manner -> run.casualties().add(scenario, sends, manner));
        if (diedAt != 0) {
            run.deaths().of(scenario).add(RealWorker.siteOf(diedAt), RealWorker.phaseOf(diedAt), 1);
        }
    }
}
