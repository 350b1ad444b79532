package io.sidecore.stress.crash;

import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * One ring whose slots begin as processes that are killed, and go on as threads of this process, which are not.
 *
 * <p>The seed decides who dies at which of its stores; how the lives interleave is up to the machine.
 */
final class RealRound {
    private static final long BOUND_MILLIS = 30_000;
    private static final long WAIT_MILLIS = 100;

    private final SplittableRandom random;
    private final Scenario scenario;
    private final RealRounds run;
    private final Path file;
    private final long salt;
    private final List<Site> targets;
    private final List<Path> files = new ArrayList<>();
    private final AtomicReference<Violation> violation = new AtomicReference<>();
    private final List<Process> processes = new ArrayList<>();

    RealRound(Scenario scenario, long seed, long number, RealRounds run) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) - 1 - number));
        this.scenario = scenario;
        this.run = run;
        this.salt = random.nextLong();
        this.file = run.workers().rings().resolve("real-" + number);
        this.targets = run.workers().sites().stream().filter(site -> site.store() && scenario.covers(site))
                .toList();
    }

    private interface Life {
        void live() throws Exception;
    }

    void play() throws IOException, InterruptedException {
        files.add(file);
        scenario.create(file, 1024L << random.nextInt(3), random.nextBoolean() ? 8 : 64);
        try {
            // Not closed by us: after a violation threads of this round may still run.
            run(Arena.ofAuto());
        } catch (Violation e) {
            throw new Violation(e.getMessage() + "\n" + Dump.of(SharedMemory.attach(file, scenario.kind())));
        } finally {
            for (Path made : files) {
                Files.deleteIfExists(made);
            }
        }
    }

    private void run(Arena arena) throws IOException, InterruptedException {
        int slots = 1 + random.nextInt(Math.min(3, scenario.maxProducers()));
        int quota = 200 << random.nextInt(4);
        int victims = 1 + random.nextInt(2);
        AtomicInteger producers = new AtomicInteger(slots);
        List<SentLedger> sent = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        MemorySegment memory = ledger("received", ReceivedLedger.bytes(slots * (quota + 8) * 8), arena);
        ReceivedLedger received = new ReceivedLedger(memory);
        int consumerDeaths = random.nextInt(victims + 1);
        for (int slot = 0; slot < slots; slot++) {
            SentLedger ledger = new SentLedger(ledger("sent-" + slot, SentLedger.bytes(quota + 8), arena));
            sent.add(ledger);
            int deaths = slot == 0 ? victims - consumerDeaths : 0;
            boolean returns = deaths == 0 || random.nextInt(4) != 0;
            SplittableRandom fate = random.split();
            ProducerRole role = new ProducerRole(scenario, file, slot, ledger, random.split(), salt, quota);
            int number = slot;
            threads.add(thread("producer " + slot, () -> {
                try {
                    for (int i = 0; i < deaths && !role.isDone(); i++) {
                        victim(number, quota, ledger.memory(), files.get(2 + number), fate);
                    }
                    if (returns) {
                        role.live();
                    }
                } finally {
                    producers.decrementAndGet();
                }
            }));
        }
        SplittableRandom fate = random.split();
        ConsumerRole role = new ConsumerRole(scenario, file, received, random.split(), salt,
                () -> producers.get() == 0);
        threads.add(thread("consumer", () -> {
            for (int i = 0; i < consumerDeaths; i++) {
                victim(-1, 0, memory, files.get(1), fate);
            }
            role.live();
        }));
        await(threads);
        Oracle.verify(sent, received);
    }

    private MemorySegment ledger(String name, long bytes, Arena arena) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + "-" + name);
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

    private void await(List<Thread> threads) throws InterruptedException {
        threads.forEach(Thread::start);
        // Counted in waits, not read from a clock: all of this may have been stopped for a while.
        int waits = 0;
        for (Thread thread : threads) {
            while (violation.get() == null && !thread.join(Duration.ofMillis(WAIT_MILLIS))) {
                if (++waits > BOUND_MILLIS / WAIT_MILLIS) {
                    violation.compareAndSet(null, new Violation(
                            "hang: " + thread.getName() + " has not ended after " + BOUND_MILLIS + " ms"));
                }
            }
        }
        if (violation.get() != null) {
            synchronized (processes) {
                processes.forEach(Process::destroyForcibly);
            }
            throw violation.get();
        }
    }

    /** One life in a process of its own, to its death or end; its orders come from {@code fate}. */
    private void victim(int slot, int quota, MemorySegment ledger, Path path, SplittableRandom fate) throws IOException,
            InterruptedException {
        boolean atAnyTime = fate.nextInt(3) == 0;
        Doom doom = atAnyTime
                ? Doom.none()
                : Doom.random(fate, targets.stream().filter(site -> Scenario.concerns(slot < 0, site)).toList());
        OffHeap.putLongVolatile(ledger.address() + SentLedger.DIED_AT, 0);
        OffHeap.putLongVolatile(ledger.address() + SentLedger.STARTED, 0);
        Process process = run.worker();
        synchronized (processes) {
            processes.add(process);
        }
        process.getOutputStream().write((new RealWorker.Order(scenario, file, path, slot, quota, fate.nextLong(), salt,
                doom.toWord(), fate.nextInt(8) == 0).toLine() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        long nanos = fate.nextLong(atAnyTime ? 8_000_000 : 100_000_000);
        awaitStart(process, ledger);
        if (atAnyTime) {
            LockSupport.parkNanos(nanos);
            end(process);
        } else if (!process.waitFor(slot < 0 ? nanos : TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS / 2),
                TimeUnit.NANOSECONDS)) {
            end(process);
        }
        int code = process.waitFor();
        long diedAt = OffHeap.getLongAcquire(ledger.address() + SentLedger.DIED_AT);
        if (diedAt != 0) {
            run.deaths().add(RealWorker.siteOf(diedAt), RealWorker.phaseOf(diedAt), 1);
        } else if (code != 0 && code != 137) {
            throw new Violation("worker process of " + (slot < 0 ? "the consumer" : "producer " + slot)
                    + " ended with code " + code + "; its errors are above");
        }
    }

    private void awaitStart(Process process, MemorySegment ledger) {
        while (process.isAlive() && violation.get() == null
                && OffHeap.getLongAcquire(ledger.address() + SentLedger.STARTED) == 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    private void end(Process process) {
        if (process.isAlive()) {
            run.kills().incrementAndGet();
            process.destroyForcibly();
        }
    }
}
