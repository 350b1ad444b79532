package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Plays real rounds, with some worker processes standing by: the start of a JVM costs more than a round. */
final class RealRounds implements AutoCloseable {
    private static final int STAND_BY = 3;
    /** Rounds under way together: one computes while the other waits for a death. */
    private static final int AT_ONCE = 2;

    private final Workers workers;
    private final List<Scenario> scenarios;
    private final long seed;
    private final PrintWriter out;
    private final Toll deaths;
    private final Casualties casualties = new Casualties();
    private final Deque<Process> standBy = new ArrayDeque<>();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    RealRounds(Workers workers, List<Scenario> scenarios, long seed, PrintWriter out) {
        this.workers = workers;
        this.scenarios = scenarios;
        this.seed = seed;
        this.out = out;
        this.deaths = new Toll(workers.sites());
    }

    /** Returns the number of violations, 0 or 1: the first one ends the run, and so does an error of the harness, for who plays on would see nothing. */
    int run(long first, long count, long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        AtomicLong next = new AtomicLong(first);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            players.add(Thread.ofPlatform().daemon().name("rounds " + i).start(() -> {
                long number = next.getAndIncrement();
                while (number < first + count && System.currentTimeMillis() < end && failure.get() == null) {
                    play(number);
                    number = next.getAndIncrement();
                }
            }));
        }
        for (Thread player : players) {
            while (!player.join(Duration.ofSeconds(2))) {
                out.println("  real rounds, deaths: " + rounds + " " + casualties.total());
                out.flush();
            }
        }
        boolean early = rounds.get() < count && System.currentTimeMillis() < end;
        if (failure.get() == null && early) {
            out.println("VIOLATION: only " + rounds + " of " + count + " real rounds were played");
        }
        return failure.get() == null && !early ? 0 : 1;
    }

    private void play(long number) {
        Scenario scenario = null;
        try {
            scenario = Scenario.ofRound(scenarios, number);
            new RealRound(scenario, seed, number, this).play();
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e)) {
                out.println("VIOLATION in real round " + number + " of " + scenario + ": "
                        + (e instanceof Violation ? e.getMessage() : e));
                out.println("  again, with another schedule: ./sidecore crash --real --ring "
                        + Scenario.names(scenarios) + " --seed " + seed + " --round " + number);
            }
        } finally {
            rounds.incrementAndGet();
        }
    }

    /** A fresh worker that waits for its order. */
    synchronized Process worker() throws IOException {
        while (standBy.size() <= STAND_BY) {
            standBy.add(workers.start(RealWorker.class, List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"), List.of()));
        }
        return standBy.remove();
    }

    Workers workers() {
        return workers;
    }

    long rounds() {
        return rounds.get();
    }

    /** All processes that have died. */
    Casualties casualties() {
        return casualties;
    }

    /** Those that have ended themselves at a store. */
    Toll deaths() {
        return deaths;
    }

    @Override
    public synchronized void close() {
        standBy.forEach(Process::destroyForcibly);
    }
}
