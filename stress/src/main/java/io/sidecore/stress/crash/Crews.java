package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets lives of many rounds share a worker process and its death: the start of a JVM costs more than all of them.
 *
 * <p>One of them leads: it dies at its store, or the process is killed at its time, and all others with it, wherever they are. Thread-safe.
 */
final class Crews {
    private static final long LOOK_MILLIS = 2;
    private static final long LOOK_NANOS = 100_000;
    /** Of a process that has not come to its end. */
    private static final int NO_CODE = -1;

    private final StandBy processes;
    private List<Life> boarding = new ArrayList<>();
    /** Who will board, or has, and has not left for good. */
    private int expected;
    private volatile boolean isUnderWay;

    /** One life that is to end with a process. */
    static final class Life {
        private final RealWorker.Order order;
        private final LifeSigns signs;
        private final long nanos;
        private final boolean atAnyTime;
        private final Progress progress;
        private final BooleanSupplier isLost;
        private boolean hasBoarded;
        private boolean isOver;
        private Ending ending;
        /** Of it, and of no other, that the process could not be lived in to its end. */
        private Throwable cause;

        /**
         * {@code nanos}: if it leads, when it is killed at the latest, once it has begun; {@code isLost}: nobody cares any more.
         */
        Life(RealWorker.Order order, LifeSigns signs, long nanos, boolean atAnyTime, Progress progress,
                BooleanSupplier isLost) {
            this.order = order;
            this.signs = signs;
            this.nanos = nanos;
            this.atAnyTime = atAnyTime;
            this.progress = progress;
            this.isLost = isLost;
        }
    }

    Crews(StandBy processes) {
        this.processes = processes;
    }

    /** So many are going to board, again and again; a process gets its orders when all of them have. */
    synchronized void expect(int slots) {
        expected += slots;
    }

    /** One of them will not come again. */
    synchronized void leave() {
        expected--;
        notifyAll();
    }

    /** Lives it in a process, with others if there are any; returns how it has ended. */
    Ending live(Life life) throws InterruptedException {
        List<Life> crew = board(life);
        if (!crew.isEmpty()) {
            isUnderWay = true;
            try {
                lead(crew);
            } catch (Throwable e) {
                fail(crew, e);
            } finally {
                isUnderWay = false;
                goAshore(crew);
            }
        }
        if (life.cause != null) {
            throw new Violation(life.cause instanceof Violation ? life.cause.getMessage() : life.cause.toString(),
                    life.cause);
        }
        return life.ending;
    }

    /** Returns all who have boarded, the leader last, to one of them; nobody to the others, when all have died. */
    private synchronized List<Life> board(Life life) throws InterruptedException {
        boarding.add(life);
        while (!life.hasBoarded && boarding.size() < expected) {
            wait();
        }
        if (!life.hasBoarded) {
            List<Life> crew = boarding;
            boarding = new ArrayList<>();
            // Otherwise those would lead who take longest to board.
            crew.add(crew.remove(Math.floorMod(life.order.seed(), crew.size())));
            crew.forEach(other -> other.hasBoarded = true);
            return crew;
        }
        while (!life.isOver) {
            wait();
        }
        return List.of();
    }

    /** Whether a process works: what it may take is not for those to judge who wait for its end. */
    boolean isUnderWay() {
        return isUnderWay;
    }

    private synchronized void goAshore(List<Life> crew) {
        crew.forEach(life -> life.isOver = true);
        notifyAll();
    }

    /** Those who have met an error answer for the process, the leader if nobody has. */
    private static List<Life> answering(List<Life> crew) {
        List<Life> failed = crew.stream().filter(life -> life.signs.hasFailed()).toList();
        return failed.isEmpty() ? List.of(crew.getLast()) : failed;
    }

    private static void fail(List<Life> crew, Throwable cause) {
        answering(crew).forEach(life -> life.cause = cause);
        end(crew, false, false, NO_CODE);
    }

    private static void end(List<Life> crew, boolean halts, boolean kills, int code) {
        Life leader = crew.getLast();
        boolean atAStore = leader.signs.endedAt() != 0;
        List<Life> answering = answering(crew);
        for (Life life : crew) {
            life.ending = new Ending(life.order.sends(), answering.contains(life), life == leader,
                    life.signs.hasBegun(), life.signs.hasFailed(), life.signs.hasFinished(), atAStore, halts,
                    life.atAnyTime, kills, code);
        }
    }

    private void lead(List<Life> crew) throws IOException, InterruptedException {
        Process process = processes.take();
        try {
            lead(crew, process);
        } finally {
            // Unless it is dead already: nobody will ask for it any more.
            process.destroyForcibly();
        }
    }

    private void lead(List<Life> crew, Process process) throws IOException, InterruptedException {
        Life leader = crew.getLast();
        StringBuilder orders = new StringBuilder();
        crew.forEach(life -> orders.append(life.order.toLine()).append('\n'));
        process.getOutputStream().write(orders.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        awaitBegin(process, leader);
        if (leader.atAnyTime) {
            LockSupport.parkNanos(leader.nanos);
        } else if (leader.order.sends()) {
            awaitEnd(process, leader);
        } else {
            process.waitFor(leader.nanos, TimeUnit.NANOSECONDS);
        }
        boolean kills = process.isAlive();
        int code = processes.kill(process);
        boolean halts = leader.signs.endedAt() != 0 && leader.order.halts();
        end(crew, halts, kills, code);
        if (code == Ending.KILLED && !halts) {
            processes.countKill();
        }
    }

    private static void awaitBegin(Process process, Life leader) {
        // Counted in looks, not read from a clock: all of this may have been stopped for a while.
        for (long looks = 0; process.isAlive() && !leader.isLost.getAsBoolean()
                && !leader.signs.hasBegun(); looks++) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (looks > TimeUnit.MILLISECONDS.toNanos(RealRound.BOUND_MILLIS) / LOOK_NANOS) {
                throw new Violation("hang: a life has not begun: " + leader.order.toLine());
            }
        }
    }

    /** Waits for a sender to die or to end, as long as it gets on. */
    private static void awaitEnd(Process process, Life leader) throws InterruptedException {
        long waits = 0;
        while (!leader.isLost.getAsBoolean() && !leader.signs.hasFinished()
                && !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            waits++;
            if (waits % 64 == 0 && leader.progress.isMade()) {
                waits = 0;
            }
            if (waits > RealRound.BOUND_MILLIS / 2 / LOOK_MILLIS) {
                return;
            }
        }
    }
}
