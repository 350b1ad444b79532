package io.sidecore.stress.crash;

import io.sidecore.stress.failpoint.Deaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Plays real rounds, one after the other, with some worker processes standing by: the start of a JVM costs more than a round. */
final class RealRounds implements AutoCloseable {
    private static final int STAND_BY = 3;

    private final Workers workers;
    private final List<Scenario> scenarios;
    private final long seed;
    private final PrintWriter out;
    private final Deaths deaths;
    private final AtomicLong kills = new AtomicLong();
    private final Deque<Process> standBy = new ArrayDeque<>();
    private long rounds;

    RealRounds(Workers workers, List<Scenario> scenarios, long seed, PrintWriter out) {
        this.workers = workers;
        this.scenarios = scenarios;
        this.seed = seed;
        this.out = out;
        this.deaths = new Deaths(workers.sites());
    }

    /** Returns the number of violations, 0 or 1: the first one ends the run. */
    int run(long first, long count, long millis) throws IOException, InterruptedException {
        long start = System.currentTimeMillis();
        long shown = start;
        for (long number = first; number < first + count && System.currentTimeMillis() - start < millis; number++) {
            Scenario scenario = scenarios.get((int) (number % scenarios.size()));
            try {
                new RealRound(scenario, seed, number, this).play();
            } catch (Violation e) {
                out.println("VIOLATION in real round " + number + " of " + scenario + ": " + e.getMessage());
                out.println("  again, with another schedule: ./sidecore crash --real --ring "
                        + (scenarios.size() > 1 ? "all" : scenario.name().toLowerCase(java.util.Locale.ROOT))
                        + " --seed "
                        + seed + " --round " + number);
                return 1;
            } finally {
                rounds++;
            }
            if (System.currentTimeMillis() - shown > 2000) {
                shown = System.currentTimeMillis();
                out.println("  real rounds, deaths, kills: " + rounds + " " + deaths.total() + " " + kills);
                out.flush();
            }
        }
        return 0;
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
        return rounds;
    }

    /** Processes that were killed by the parent, at any time. */
    AtomicLong kills() {
        return kills;
    }

    /** Processes that have killed themselves at a store. */
    Deaths deaths() {
        return deaths;
    }

    @Override
    public synchronized void close() {
        standBy.forEach(Process::destroyForcibly);
    }
}
