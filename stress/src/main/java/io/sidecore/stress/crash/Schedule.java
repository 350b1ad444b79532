package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.KilledHere;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the slots of a simulated round, exactly one at a time; at each access to shared memory the seed decides who goes on.
 *
 * <p>Now and then one is held up for some thousand steps: a process that is slow, not dead.
 */
public final class Schedule implements Failpoints.Controller {
    /** Many times what the longest round needs: a hang. */
    private static final long BOUND = 4_000_000;

    /** What a slot does. */
    public interface Body {
        /**
         * Runs it.
         *
         * @param self the slot
         * @throws Exception which is a violation
         */
        void run(Slot self) throws Exception;
    }

    /** Plays the kernel. */
    public interface Kernel {
        /** None. */
        Kernel NONE = new Kernel() {
            @Override
            public void registered(Slot slot) {}

            @Override
            public void died(Slot slot) {}
        };

        /** A word of the table of parties may have changed by the hand of this slot. */
        void registered(Slot slot);

        /** The life of this slot has ended by death. */
        void died(Slot slot);
    }

    /** One thread, living one life after the other. */
    public static final class Slot {
        private final String name;
        private final int number;
        private volatile Thread thread;
        private volatile boolean turn;
        private Doom doom = Doom.none();
        private boolean dead;
        private int lives;
        private int diedAt;
        private double holding;
        private long heldUntil;
        private long sleepsOn;
        private int locks;

        Slot(String name, int number) {
            this.name = name;
            this.number = number;
        }

        /** Whether it has died before. */
        boolean isReborn() {
            return lives > 0;
        }

        /** The death of the life before once more, at the first time that this life comes there. */
        Doom sameDeath() {
            return new Doom(diedAt, 1, doom.phase());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final SplittableRandom random;
    private final List<Site> sites;
    private final Deaths deaths;
    private final Kernel kernel;
    private final Witness witness;
    private final double switching;
    private final double switchingAtCompare;
    private final double holding;
    private final double sluggish;
    private final List<Slot> ready = new ArrayList<>();
    private final List<Slot> asleep = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);

    private Slot running;
    private long steps;
    private Violation violation;

    /**
     * A schedule without slots.
     *
     * @param random  decides who goes on
     * @param sites   of the patched classes
     * @param deaths  where deaths are counted
     * @param kernel  told of what the kernel would know
     * @param witness told who runs
     */
    public Schedule(SplittableRandom random, List<Site> sites, Deaths deaths, Kernel kernel, Witness witness) {
        this.random = random;
        this.sites = sites;
        this.deaths = deaths;
        this.kernel = kernel;
        this.witness = witness;
        this.switching = new double[]{0.01, 0.05, 0.2, 0.5}[random.nextInt(4)];
        this.switchingAtCompare = random.nextBoolean() ? 0.7 : switching;
        this.holding = random.nextBoolean() ? 0.02 : 0;
        this.sluggish = random.nextInt(3) == 0 ? 0.5 : holding;
    }

    /** {@code mayBeSluggish}: in some rounds it is held up again and again, and the others meet what piles up. */
    public void add(String name, boolean mayBeSluggish, Body body) {
        Slot slot = new Slot(name, ready.size());
        slot.holding = mayBeSluggish ? sluggish : holding;
        slot.thread = Thread.ofVirtual().name(name).unstarted(() -> {
            awaitTurn(slot);
            try {
                body.run(slot);
            } catch (KilledHere e) {
                // The round is over.
            } catch (Violation e) {
                fail(e);
            } catch (Throwable e) {
                fail(new Violation(slot + " met an error", e));
            }
            end(slot);
        });
        ready.add(slot);
    }

    /** Runs all slots to their ends; throws the first violation that one of them has met. */
    public void run() {
        Failpoints.control(this);
        witness.roundBegins(ready.size());
        try {
            List.copyOf(ready).forEach(slot -> slot.thread.start());
            handTo(ready.get(random.nextInt(ready.size())));
            ended.acquireUninterruptibly();
        } finally {
            Failpoints.control(null);
            witness.roundEnds();
        }
        if (violation != null) {
            throw violation;
        }
    }

    /** Begins a life. */
    public void begin(Slot slot, Doom doom) {
        slot.lives++;
        slot.doom = doom;
        slot.dead = false;
        witness.lifeBegins();
    }

    /** The present slot does no more; others may learn of it. */
    public void finish() {
        witness.ends();
    }

    /** The present slot learns of all who have finished. */
    void learnsOfEnds() {
        witness.learnsOfEnds();
    }

    boolean isOver() {
        return violation != null;
    }

    private void fail(Violation cause) {
        if (violation == null) {
            violation = cause;
        }
    }

    private void end(Slot slot) {
        ready.remove(slot);
        if (ready.isEmpty() && !asleep.isEmpty()) {
            oversleep();
        }
        if (ready.isEmpty()) {
            running = null;
            ended.release();
        } else {
            handTo(ready.get(random.nextInt(ready.size())));
        }
    }

    /** Nobody is left who could wake anybody: they are woken by the violation. */
    private void oversleep() {
        fail(new Violation("never woken: " + asleep.stream().map(slot -> slot + " at " + slot.sleepsOn).toList()));
        ready.addAll(asleep);
        asleep.clear();
    }

    @Override
    public void sleep(long place) {
        // Nobody comes between the caller's last look and this.
        Slot self = running;
        self.sleepsOn = place;
        ready.remove(self);
        asleep.add(self);
        if (ready.isEmpty()) {
            oversleep();
            throw new KilledHere();
        }
        handTo(ready.get(random.nextInt(ready.size())));
        awaitTurn(self);
        if (violation != null) {
            throw new KilledHere();
        }
    }

    @Override
    public void wake(long place) {
        for (Slot slot : List.copyOf(asleep)) {
            if (slot.sleepsOn == place) {
                asleep.remove(slot);
                ready.add(slot);
            }
        }
    }

    private void handTo(Slot next) {
        running = next;
        witness.turn(next.number);
        next.turn = true;
        LockSupport.unpark(next.thread);
    }

    private static void awaitTurn(Slot slot) {
        while (!slot.turn) {
            LockSupport.park();
        }
        slot.turn = false;
    }

    private Slot step(double chance) {
        Slot self = running;
        if (self == null || violation != null || self.dead) {
            throw new KilledHere();
        }
        if (++steps > BOUND) {
            fail(new Violation(
                    "hang: no end after " + BOUND + " steps; it is the turn of " + self + " among " + ready));
            throw new KilledHere();
        }
        if (self.locks == 0 && random.nextDouble() < chance && ready.size() > 1) {
            if (self.holding > 0 && random.nextDouble() < self.holding) {
                self.heldUntil = steps + random.nextInt(self.holding > holding ? 300 : 5000);
            }
            Slot next = ready.get(random.nextInt(ready.size()));
            if (next != self && next.heldUntil <= steps) {
                handTo(next);
                awaitTurn(self);
                if (violation != null) {
                    throw new KilledHere();
                }
            }
        }
        return self;
    }

    private void die(Slot self, int site) {
        deaths.add(site, self.doom.phase(), 1);
        self.dead = true;
        self.diedAt = site;
        witness.dies();
        kernel.died(self);
        throw new KilledHere();
    }

    @Override
    public void beforeLoad(int site) {
        step(switching);
    }

    @Override
    public void beforeStore(int site) {
        Site at = sites.get(site);
        Slot self = step(at.operation().startsWith("compare") ? switchingAtCompare : switching);
        if (self.doom.diesBefore(at)) {
            die(self, site);
        }
    }

    @Override
    public void afterStore(int site) {
        Slot self = running;
        if (sites.get(site).registers()) {
            kernel.registered(self);
        }
        if (self.doom.diesAfter()) {
            die(self, site);
        }
    }

    @Override
    public long tear(int site, long length) {
        return running.doom.tear(length);
    }

    @Override
    public long piece() {
        return Long.BYTES;
    }

    @Override
    public void pause() {
        step(1);
    }

    @Override
    public void lock(int more) {
        running.locks += more;
    }

    @Override
    public void tells(long word) {
        witness.tells(word);
    }

    @Override
    public boolean learns(long word) {
        return witness.learns(word);
    }
}
