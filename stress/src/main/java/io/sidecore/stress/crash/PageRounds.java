package io.sidecore.stress.crash;

import io.sidecore.stress.crash.page.PageChain;
import io.sidecore.stress.crash.page.PageLife;
import io.sidecore.stress.crash.page.PageOrder;
import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Deaths;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills processes with an engine and pages, and looks after each death at what their calls have left behind.
 *
 * <p>A <em>round</em> is one page and the death of its process. A <em>chain</em> is some processes one after the other, each of which goes on with the files of the one before.
 */
final class PageRounds implements AutoCloseable {
    private static final int CALLERS = 24;
    private static final int LIVES = 6;
    /** Chains under way together: one process starts while another calls. */
    private static final int AT_ONCE = 2;
    private static final int MOST_STORES = 20_000;
    private static final long BOUND_MILLIS = 30_000;
    /** Of engines that execute calls inline, and of those that end. */
    private static final Set<String> ELSEWHERE = Set.of("EntryExecutor.execute", "EntryStack.seal",
            "EntryStack.sealIfEmpty", "SyscallPage.abandon");

    private final Workers workers;
    private final long seed;
    private final PageOrder.Plant plant;
    private final PrintWriter out;
    private final StandBy processes;
    private final Deaths deaths;
    private final AtomicLong privatePages = new AtomicLong();
    private final AtomicLong sharedPages = new AtomicLong();
    private final AtomicLong atAStore = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** {@code workers}: with patched classes of pages. */
    PageRounds(Workers workers, long seed, PageOrder.Plant plant, PrintWriter out) {
        this.workers = workers;
        this.seed = seed;
        this.plant = plant;
        this.out = out;
        this.deaths = new Deaths(workers.sites());
        this.processes = new StandBy(() -> workers.start(PageWorker.class,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), List.of()));
    }

    /** Plays chains until there are so many rounds; {@code only}: one chain. Returns the number of violations, 0 or 1. */
    int run(long first, boolean only, long count, long millis) throws InterruptedException {
        long end = System.currentTimeMillis() + millis;
        AtomicLong next = new AtomicLong(first);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < (only ? 1 : AT_ONCE); i++) {
            players.add(Thread.ofPlatform().daemon().name("pages " + i).start(() -> {
                do {
                    play(next.getAndIncrement(), end, only ? Long.MAX_VALUE : count);
                } while (!only && !isOver(end, count));
            }));
        }
        for (Thread player : players) {
            while (!player.join(Duration.ofSeconds(2))) {
                out.println("  rounds of pages, kills: " + rounds() + " " + kills());
                out.flush();
            }
        }
        return failure.get() == null ? 0 : 1;
    }

    private boolean isOver(long end, long count) {
        return failure.get() != null || rounds() >= count || System.currentTimeMillis() >= end;
    }

    private void play(long number, long end, long count) {
        SplittableRandom random = new SplittableRandom(Message.mix(Message.mix(seed) + 2 * number + 1));
        long salt = random.nextLong();
        Path folder = workers.rings().resolve("pages-" + number);
        try {
            try (PageChain chain = new PageChain(Files.createDirectory(folder), CALLERS, LIVES, salt)) {
                for (int life = 0; life < LIVES && !isOver(end, count); life++) {
                    live(chain, new PageOrder(folder, CALLERS, salt, random.nextLong(), life, plant,
                            doom(random).toWord()), random);
                }
                calls.addAndGet(chain.calls());
            }
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e)) {
                out.println("VIOLATION in chain " + number + " of pages: "
                        + (e instanceof Violation ? e.getMessage() : e));
                out.println("  again, with another schedule: ./sidecore crash --real --structure page --seed " + seed
                        + " --round " + number);
            }
        }
    }

    private Doom doom(SplittableRandom random) {
        List<Site> stores = stores();
        List<Site> spared = deaths.missed(stores::contains);
        Doom.Phase phase = Doom.Phase.values()[random.nextInt(2)];
        return switch (random.nextInt(4)) {
            case 0 -> Doom.none();
            case 1 -> new Doom(Doom.ANY, 1 + random.nextInt(MOST_STORES), phase);
            default -> {
                List<Site> targets = spared.isEmpty() ? stores : spared;
                int most = spared.isEmpty() ? 1 << random.nextInt(9) : 1 << random.nextInt(4);
                yield new Doom(targets.get(random.nextInt(targets.size())).id(), 1 + random.nextInt(most), phase);
            }
        };
    }

    private List<Site> stores() {
        return workers.sites().stream().filter(site -> site.store() && site.id() != Site.APPLICATION
                && !ELSEWHERE.contains(site.type() + "." + site.method())).toList();
    }

    private void live(PageChain chain, PageOrder order, SplittableRandom random)
            throws IOException, InterruptedException {
        List<LifeSigns> signs = chain.signs();
        signs.forEach(LifeSigns::clear);
        long nanos = random.nextLong(random.nextInt(4) == 0 ? 400_000_000 : 80_000_000);
        Process process = processes.take();
        process.getOutputStream().write((order.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        awaitBegin(process, chain, signs);
        if (order.doom().equals(Doom.none().toWord())) {
            LockSupport.parkNanos(nanos);
        } else {
            process.waitFor(4 * nanos, TimeUnit.NANOSECONDS);
        }
        boolean kills = process.isAlive();
        int code = processes.kill(process);
        long diedAt = signs.getFirst().endedAt();
        if (code != Ending.KILLED || diedAt == 0 && !kills || signs.stream().anyMatch(LifeSigns::hasFailed)) {
            throw new Violation("process with pages ended with code " + code + "; its errors are above");
        }
        chain.check();
        processes.countKill();
        if (diedAt != 0) {
            atAStore.incrementAndGet();
            deaths.add(RealWorker.siteOf(diedAt), RealWorker.phaseOf(diedAt), 1);
        }
        count(signs);
    }

    private static void awaitBegin(Process process, PageChain chain, List<LifeSigns> signs) {
        Progress progress = new Progress(chain.books());
        long looks = 0;
        while (process.isAlive() && !signs.stream().allMatch(LifeSigns::hasBegun)) {
            LockSupport.parkNanos(1_000_000);
            looks = ++looks % 512 == 0 && progress.isMade() ? 0 : looks;
            if (looks > BOUND_MILLIS) {
                throw new Violation("hang: not all callers of pages have begun, and nobody has got on for "
                        + BOUND_MILLIS + " looks");
            }
        }
    }

    /** Pages that were in use when their process died. */
    private void count(List<LifeSigns> signs) {
        for (int caller = 0; caller < signs.size(); caller++) {
            boolean shared = PageLife.isShared(caller);
            if (shared && caller % 2 == 1) {
                continue;
            }
            boolean inUse = isInUse(signs.get(caller)) || shared && isInUse(signs.get(caller + 1));
            (shared ? sharedPages : privatePages).addAndGet(inUse ? 1 : 0);
        }
    }

    private static boolean isInUse(LifeSigns signs) {
        return signs.hasBegun() && !signs.hasFinished();
    }

    long rounds() {
        return privatePages.get() + sharedPages.get();
    }

    long kills() {
        return processes.killed();
    }

    String table() {
        List<Site> stores = stores();
        List<Site> missed = deaths.missed(stores::contains);
        return String.format(
                "  %d pages of one thread, %d shared ones; %d of %d processes died at a store; %,d calls%n",
                privatePages.get(), sharedPages.get(), atAStore.get(), kills(), calls.get())
                + String.format("  struck %d of %d stores%s%n", stores.size() - missed.size(), stores.size(),
                        missed.isEmpty()
                                ? ""
                                : ", not: " + String.join(", ", missed.stream().map(Site::where).toList()));
    }

    @Override
    public void close() {
        processes.close();
    }
}
