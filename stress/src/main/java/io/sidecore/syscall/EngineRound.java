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
import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.counters.EngineCounters;
import io.sidecore.syscall.counters.PageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.IdleStrategy;

/**
 * The shipped cores, threads, watch and pages, their threads run in turn: owners submit, cancel, poll and close; syscall threads take, set aside, hand
 * off, sleep and are woken. Each call is executed at most once, with its own argument, and its result comes once.
 */
public final class EngineRound {
    private static final int MOST_IDLE = 20_000;
    private static final long CLOSER = Long.MIN_VALUE;

    private final SplittableRandom random;
    private final Schedule schedule;
    private final Functions functions = new Functions();
    private final List<SyscallCore> cores = new ArrayList<>();
    private final EngineCounters counters = EngineCounters.create("rounds", 0);
    private final Engine engine = new DirectEngine();
    private final Delegate function;
    private final Watch watch;
    private final boolean maySleep;
    /** How often the call with that argument was executed. */
    private final Map<Long, Integer> executed = new HashMap<>();
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
        EngineThreads.begin(this::execute);
        this.function = functions.add(engine, (a, b, c, d, e, f) -> execute(a));
        this.maySleep = random.nextInt(3) != 0;
        CoreOptions options = CoreOptions.on(0).idling(Idle::new).threads(3).handingOffAfter(Duration.ofNanos(50_000));
        options = maySleep ? options.sleepingAfter(Duration.ZERO) : options;
        for (int cpu = random.nextInt(2); cpu >= 0; cpu--) {
            cores.add(new SyscallCore(cpu, functions, options, counters.openCore(cpu, 3)));
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

    private long execute(long argument) {
        executed.merge(argument, 1, Integer::sum);
        for (int i = random.nextInt(4) == 0 ? random.nextInt(40) : 0; i > 0; i--) {
            Failpoints.pause();
        }
        return argument;
    }

    /** One for each waiting side; gives up when nothing comes any more. */
    private static class Idle implements IdleStrategy {
        private int times;

        @Override
        public void idle(int work) {
            if (work > 0) {
                reset();
            } else {
                idle();
            }
        }

        @Override
        public void idle() {
            times++;
            Failpoints.pause();
        }

        @Override
        public void reset() {
            times = 0;
        }

        final void limited() {
            idle();
            check();
        }

        final void check() {
            if (times > MOST_IDLE) {
                throw new Violation("hang: a call is never done");
            }
        }
    }

    /** Within a call of the library. */
    private static final class Waiting extends Idle {
        @Override
        public void idle() {
            super.idle();
            check();
        }
    }

    /** Plays the round; throws a {@link Violation} if a promise is broken. */
    public void play() {
        int owners = 1 + random.nextInt(2);
        boolean isShared = random.nextInt(3) == 0;
        ownersLeft = owners;
        SharedPage shared = isShared ? shared() : null;
        for (int i = 0; i < owners; i++) {
            SplittableRandom choice = random.split();
            long first = 1000L * (i + 1);
            SyscallPage page = isShared ? null : page();
            add("owner " + i, () -> {
                if (isShared) {
                    new SharedOwner(shared, choice, first).live();
                } else {
                    new Owner(page, choice, first).live();
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
        SyscallPage page = new SyscallPage(engine, 64, null, cores.getFirst(),
                counters.openPage(0, 64, PageKind.PRIVATE), closed -> unregister(queue[0]));
        serve(queue, page);
        return page;
    }

    private SharedPage shared() {
        PageQueue[] queue = {null};
        SharedPage page = new SharedPage(engine, 64, null, cores.getFirst(),
                counters.openPage(0, 64, PageKind.SHARED), closed -> unregister(queue[0]));
        serve(queue, page);
        return page;
    }

    private void serve(PageQueue[] queue, Page page) {
        queue[0] = page.queue();
        cores.getFirst().pages().add(queue[0]);
    }

    private void unregister(PageQueue queue) {
        queue.retire();
        cores.forEach(core -> core.pages().remove(queue));
    }

    private void close(SplittableRandom choice, SharedPage shared) {
        while (ownersLeft > 0) {
            if (cores.size() == 1 || choice.nextInt(4) == 0) {
                Failpoints.sleep(CLOSER);
            } else {
                int from = choice.nextInt(2);
                cores.get(from).pages().moveLastTo(cores.get(1 - from));
                for (int i = choice.nextInt(300); i > 0; i--) {
                    Failpoints.pause();
                }
            }
        }
        if (shared != null) {
            shared.close();
        }
        cores.forEach(SyscallCore::stop);
        watch.nudge();
        Idle idle = new Idle();
        for (SyscallCore core : cores) {
            while (!core.hasEnded()) {
                idle.limited();
            }
        }
        watch.nudge();
    }

    private int number(SplittableRandom choice) {
        return switch (choice.nextInt(4)) {
            case 0 -> SyscallNumber.GETPPID;
            case 1 -> SyscallNumber.NANOSLEEP;
            default -> -1;
        };
    }

    private void check(long argument, long result, boolean isCancelled) {
        int times = executed.getOrDefault(argument, 0);
        boolean isGivenUp = result == -io.sidecore.syscall.call.Errno.ECANCELED && isCancelled;
        if (!(result == argument && times == 1 || isGivenUp && times == 0)) {
            throw new Violation("call " + argument + " was executed " + times + " times, its result is " + result
                    + "; executed: " + executed);
        }
    }

    /** Of a page of its own. */
    private final class Owner {
        private final SyscallPage page;
        private final SplittableRandom choice;
        private final Idle idle = new Idle();
        private final Map<Long, Long> inFlight = new HashMap<>();
        private final Map<Long, Boolean> cancelled = new HashMap<>();
        private final long first;

        Owner(SyscallPage page, SplittableRandom choice, long first) {
            this.page = page;
            this.choice = choice;
            this.first = first;
        }

        void live() {
            int quota = choice.nextInt(16) == 0 ? 70 + choice.nextInt(80) : 1 + choice.nextInt(20);
            boolean cancels = choice.nextInt(3) == 0;
            for (long argument = first; argument < first + quota;) {
                if (choice.nextInt(3) != 0) {
                    int number = number(choice);
                    if (choice.nextInt(8) == 0) {
                        page.barrier();
                    }
                    long token = number < 0
                            ? page.call(function, 1, argument, 0, 0, 0, 0, 0)
                            : page.submit(number, 1, argument, 0, 0, 0, 0, 0, null);
                    if (token != SyscallPage.FULL) {
                        inFlight.put(token, argument++);
                    }
                } else if (!inFlight.isEmpty() && choice.nextInt(3) == 0) {
                    one(cancels);
                } else {
                    poll();
                }
            }
            while (!inFlight.isEmpty() && choice.nextInt(20) != 0) {
                if (page.poll(this::completed, 4) == 0) {
                    idle.limited();
                }
            }
            inFlight.keySet().forEach(token -> cancelled.put(token, true));
            page.close(this::completed);
            if (!inFlight.isEmpty()) {
                throw new Violation(inFlight.size() + " results have never come");
            }
        }

        private void one(boolean cancels) {
            long token = List.copyOf(inFlight.keySet()).get(choice.nextInt(inFlight.size()));
            if (cancels) {
                cancelled.put(token, true);
                page.cancel(token);
            } else {
                long result = page.await(token, new Waiting());
                completed(token, result);
            }
        }

        private void poll() {
            if (page.poll(this::completed, 1 + choice.nextInt(4)) == 0) {
                Failpoints.pause();
            }
        }

        private void completed(long token, long result) {
            Long argument = inFlight.remove(token);
            if (argument == null) {
                throw new Violation("a result has come twice, or for nothing: token " + token);
            }
            idle.reset();
            check(argument, result, cancelled.containsKey(token));
        }
    }

    /** Of a page that others use, too. */
    private final class SharedOwner {
        private final SharedPage page;
        private final SplittableRandom choice;
        private final long first;

        SharedOwner(SharedPage page, SplittableRandom choice, long first) {
            this.page = page;
            this.choice = choice;
            this.first = first;
        }

        void live() {
            int quota = 1 + choice.nextInt(20);
            for (long argument = first; argument < first + quota; argument++) {
                int number = number(choice);
                long token = number < 0
                        ? page.call(function, 1, argument, 0, 0, 0, 0, 0)
                        : page.submit(number, 1, argument, 0, 0, 0, 0, 0, null);
                boolean isCancelled = choice.nextInt(6) == 0;
                if (isCancelled) {
                    page.cancel(token);
                }
                Idle idle = new Idle();
                long result;
                while ((result = page.tryTake(token)) == SharedPage.PENDING) {
                    idle.limited();
                }
                check(argument, result, isCancelled);
            }
        }
    }
}
