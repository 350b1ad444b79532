package io.sidecore.syscall;

import io.sidecore.stress.crash.Schedule;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import io.sidecore.stress.mutant.EngineThreads;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The shipped cores, threads, watch and pages, their threads run in turn: owners submit, cancel, poll and close; syscall threads take, set aside, hand
 * off, sleep and are woken. Each call is executed at most once, with its own argument, and its result comes once.
 */
public final class EngineRound {
    private static final int MOST_THREADS = 3;
    private static final long CLOSER = Long.MIN_VALUE;
    /** The fewest there may be. */
    private static final int ENTRIES = 64;

    private final SplittableRandom random;
    private final Schedule schedule;
    private final Functions functions = new Functions();
    private final List<SyscallCore> cores = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final EngineCounters counters = EngineCounters.create("rounds", 0);
    private final Engine engine = new DirectEngine();
    private final EngineCalls calls;
    private final Watch watch;
    private int ownersLeft;

    /**
     * A round that is about to begin.
     *
     * @param seed    of the run
     * @param number  of the round
     * @param sites   of the patched classes
     * @param witness told who runs
     */
    public EngineRound(long seed, long number, List<Site> sites, Witness witness) {
        this.random = new SplittableRandom(Message.mix(Message.mix(seed) + number));
        this.schedule = new Schedule(random.split(), sites, new Deaths(sites), Schedule.Kernel.NONE, witness);
        this.calls = new EngineCalls(random.split());
        EngineThreads.begin(calls);
        calls.registerWith(functions, engine);
        CoreOptions options = CoreOptions.on(0).idling(EngineIdle::new).threads(MOST_THREADS - random.nextInt(2))
                .handingOffAfter(Duration.ofNanos(50_000));
        options = random.nextInt(3) != 0 ? options.sleepingAfter(Duration.ZERO) : options;
        for (int cpu = random.nextInt(2); cpu >= 0; cpu--) {
            cores.add(new SyscallCore(cpu, functions, options, counters.openCore(cpu, MOST_THREADS)));
        }
        this.watch = new Watch(cores, options.handOff().toNanos());
        for (SyscallCore core : cores) {
            core.connect(watch);
            core.start();
            // Asks for threads to stand by.
            core.threads().takeForRole();
            core.threads().replenish(0);
        }
    }

    /** Plays the round; throws a {@link Violation} if a promise is broken. */
    public void play() {
        boolean isShared = random.nextInt(3) == 0;
        int owners = 1 + random.nextInt(isShared ? 3 : 2);
        ownersLeft = owners;
        SharedPage shared = isShared ? shared() : null;
        for (int i = 0; i < owners; i++) {
            SplittableRandom choice = random.split();
            long first = 1000L * (i + 1);
            SyscallPage page = isShared ? null : page();
            add("owner " + i, () -> {
                if (isShared) {
                    new SharedOwner(calls, shared, choice, first).live();
                } else {
                    new PrivateOwner(calls, page, choice, first).live();
                }
                schedule.finish();
                if (--ownersLeft == 0) {
                    Failpoints.wake(CLOSER);
                }
            });
        }
        int number = 0;
        for (Runnable body : EngineThreads.bodies()) {
            add("thread " + number++, body);
        }
        SplittableRandom moves = random.split();
        add("closer", () -> close(moves, shared));
        schedule.run();
    }

    private void add(String name, Runnable body) {
        schedule.add(name, true, self -> {
            schedule.begin(self, Doom.none());
            body.run();
        });
    }

    private SyscallPage page() {
        PageQueue[] queue = {null};
        SyscallPage page = new SyscallPage(engine, ENTRIES, null, cores.getFirst(),
                counters.openPage(0, ENTRIES, PageKind.PRIVATE), closed -> unregister(queue[0]));
        serve(queue, page);
        return page;
    }

    private SharedPage shared() {
        PageQueue[] queue = {null};
        SharedPage page = new SharedPage(engine, ENTRIES, null, cores.getFirst(),
                counters.openPage(0, ENTRIES, PageKind.SHARED), closed -> unregister(queue[0]));
        serve(queue, page);
        return page;
    }

    private void serve(PageQueue[] queue, Page page) {
        pages.add(page);
        queue[0] = page.queue();
        cores.getFirst().pages().add(queue[0]);
    }

    private void unregister(PageQueue queue) {
        queue.retire();
        cores.forEach(core -> core.pages().remove(queue));
    }

    /** Moves pages between the cores until all owners have ended, or for a while; then ends the engine. */
    private void close(SplittableRandom choice, SharedPage shared) {
        int stopsAfter = choice.nextInt(4) == 0 ? choice.nextInt(600) : Integer.MAX_VALUE;
        while (ownersLeft > 0 && stopsAfter > 0) {
            if (stopsAfter == Integer.MAX_VALUE && (cores.size() == 1 || choice.nextInt(4) == 0)) {
                Failpoints.sleep(CLOSER);
                continue;
            }
            if (cores.size() == 2) {
                int from = choice.nextInt(2);
                cores.get(from).pages().moveLastTo(cores.get(1 - from));
            }
            for (int i = choice.nextInt(300); i > 0; i--) {
                stopsAfter -= stopsAfter == Integer.MAX_VALUE ? 0 : 1;
                Failpoints.pause();
            }
        }
        calls.stop();
        if (shared != null && choice.nextBoolean()) {
            // While others submit, and the engine goes on.
            shared.close();
        }
        pages.forEach(Page::refuseSubmissions);
        cores.forEach(SyscallCore::stop);
        watch.nudge();
        EngineIdle idle = new EngineIdle();
        for (SyscallCore core : cores) {
            while (!core.hasEnded()) {
                idle.limited();
            }
        }
        watch.nudge();
        while (ownersLeft > 0) {
            Failpoints.sleep(CLOSER);
        }
        if (shared != null) {
            shared.close();
        }
    }
}
