package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Plays real rounds, many at once, so that a worker process has lives of many of them. */
final class RealRounds implements AutoCloseable {
    /** Rounds that die together. */
    private static final int FLEET = 32;
    /** Fleets under way: some compute while others wait for a death. */
    private static final int FLEETS = 3;

    private final Workers workers;
    private final List<Scenario> scenarios;
    private final long seed;
    private final PrintWriter out;
    private final Toll deaths;
    private final Casualties casualties = new Casualties();
    private final StandBy processes;
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    RealRounds(Workers workers, List<Scenario> scenarios, long seed, PrintWriter out) {
        this.workers = workers;
        this.scenarios = scenarios;
        this.seed = seed;
        this.out = out;
        this.deaths = new Toll(workers.sites());
        this.processes = new StandBy(() -> workers.start(RealWorker.class,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), List.of()), workers::checkCrash);
    }

    /** Returns the number of violations, 0 or 1: the first one ends the run, and so does an error of the harness, for who plays on would see nothing. */
    int run(long first, long count, long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        Failpoints.control(new Patience());
        try {
            return play(first, count, end);
        } finally {
            Failpoints.control(null);
        }
    }

    private int play(long first, long count, long end) throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < FLEETS; i++) {
            players.add(Thread.ofPlatform().daemon().name("fleet " + i).start(() -> {
                long number = next.getAndAdd(FLEET);
                while (number < first + count && System.currentTimeMillis() < end && failure.get() == null) {
                    playTogether(number, (int) Math.min(FLEET, first + count - number));
                    number = next.getAndAdd(FLEET);
                }
            }));
        }
        for (Thread player : players) {
            while (!player.join(Duration.ofSeconds(2))) {
                out.println("  real rounds, deaths, kills: " + rounds + " " + casualties.total() + " " + kills());
                out.flush();
            }
        }
        boolean early = rounds.get() < count && System.currentTimeMillis() < end;
        if (failure.get() == null && early) {
            out.println("VIOLATION: only " + rounds + " of " + count + " real rounds were played");
        }
        return failure.get() == null && !early ? 0 : 1;
    }

    /** Rounds that share their processes. */
    private void playTogether(long first, int count) {
        try {
            Crews crews = new Crews(processes);
            List<RealRound> fleet = new ArrayList<>();
            for (long number = first; number < first + count; number++) {
                fleet.add(new RealRound(Scenario.ofRound(scenarios, number), seed, number, this, crews));
            }
            crews.expect(fleet.stream().mapToInt(RealRound::victims).sum());
            List<Thread> players = new ArrayList<>();
            fleet.forEach(round -> players.add(Thread.ofPlatform().daemon().start(() -> play(round))));
            for (Thread player : players) {
                player.join();
            }
        } catch (Throwable e) {
            fail(first, "", e);
        }
    }

    private void play(RealRound round) {
        try {
            round.play();
        } catch (Throwable e) {
            fail(round.number(), " of " + round.scenario(), e);
        } finally {
            rounds.incrementAndGet();
        }
    }

    private void fail(long number, String of, Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            out.println("VIOLATION in real round " + number + of + ": "
                    + (cause instanceof Violation ? cause.getMessage() : cause));
            out.println("  again, with another schedule: ./sidecore crash --real --structure "
                    + Scenario.names(scenarios) + " --seed " + seed + " --round " + number);
        }
    }

    /** Processes that SIGKILL has ended. */
    long kills() {
        return processes.killed();
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
    public void close() {
        processes.close();
    }
}
