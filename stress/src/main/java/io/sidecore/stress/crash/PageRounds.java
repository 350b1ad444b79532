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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

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
    /** Looks, of a millisecond or more each, at books in which nobody has got on. */
    static final long BOUND_LOOKS = 30_000;
    private static final int LEAST_QUOTA = 50;
    private static final int MOST_QUOTA = 150;
    /** Of engines that execute calls inline, and of those that end. */
    private static final Set<String> ELSEWHERE = Set.of("EntryExecutor.execute", "EntryStack.seal",
            "EntryStack.sealIfEmpty", "SyscallPage.abandon");

    private final Workers workers;
    private final long seed;
    private final PageOrder.Plant plant;
    private final long boundLooks;
    private final PrintWriter out;
    private final StandBy processes;
    private final Deaths deaths;
    private final AtomicLong privatePages = new AtomicLong();
    private final AtomicLong sharedPages = new AtomicLong();
    private final AtomicLong atAStore = new AtomicLong();
    private final AtomicLong finishedPages = new AtomicLong();
    private final AtomicLong results = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** {@code workers}: with patched classes of pages; {@code boundLooks}: without progress, behind which it is a hang. */
    PageRounds(Workers workers, long seed, PageOrder.Plant plant, long boundLooks, PrintWriter out) {
        this.workers = workers;
        this.seed = seed;
        this.plant = plant;
        this.boundLooks = boundLooks;
        this.out = out;
        this.deaths = new Deaths(workers.sites());
        requireSites(ELSEWHERE);
        this.processes = new StandBy(() -> workers.start(PageWorker.class,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), List.of()), workers::checkCrash);
    }

    /** How much is enough: whatever comes first. */
    record Extent(long kills, long rounds, long millis) {
        static final long ANY = Long.MAX_VALUE / 2;
    }

    /** Plays chains until it is enough; {@code only}: one chain. Returns the number of violations, 0 or 1. */
    int run(long first, boolean only, Extent extent) throws InterruptedException {
        long end = System.currentTimeMillis() + extent.millis;
        BooleanSupplier isEnough = () -> !only && (rounds() >= extent.rounds || kills() >= extent.kills)
                || failure.get() != null || System.currentTimeMillis() >= end;
        AtomicLong next = new AtomicLong(first);
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < (only ? 1 : AT_ONCE); i++) {
            players.add(Thread.ofPlatform().daemon().name("pages " + i).start(() -> {
                do {
                    play(next.getAndIncrement(), isEnough);
                } while (!only && !isEnough.getAsBoolean());
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

    private void play(long number, BooleanSupplier isEnough) {
        SplittableRandom random = new SplittableRandom(Message.mix(Message.mix(seed) + 2 * number + 1));
        long salt = random.nextLong();
        Path folder = workers.rings().resolve("pages-" + number);
        try {
            try (PageChain chain = new PageChain(Files.createDirectory(folder), CALLERS, LIVES, salt)) {
                for (int life = 0; life < LIVES && !isEnough.getAsBoolean(); life++) {
                    live(chain, order(folder, salt, life, random), random);
                }
                results.addAndGet(chain.results());
                refused.addAndGet(chain.refused());
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

    /** In the last life, and in some before, nobody dies before all results have been there. */
    private PageOrder order(Path folder, long salt, int life, SplittableRandom random) {
        boolean finishes = random.nextInt(4) == 0 || life == LIVES - 1;
        return new PageOrder(folder, CALLERS, salt, random.nextLong(), life,
                finishes ? random.nextInt(LEAST_QUOTA, MOST_QUOTA) : PageOrder.NO_QUOTA, plant,
                (finishes ? Doom.none() : doom(random)).toWord());
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
                && !ELSEWHERE.contains(name(site))).toList();
    }

    private static String name(Site site) {
        return site.type() + "." + site.method();
    }

    /** A method that has another name now would be missed for ever, or never. */
    void requireSites(Set<String> names) {
        Set<String> unknown = new TreeSet<>(names);
        workers.sites().forEach(site -> unknown.remove(name(site)));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("no store is in " + String.join(", ", unknown));
        }
    }

    private void live(PageChain chain, PageOrder order, SplittableRandom random)
            throws IOException, InterruptedException {
        List<LifeSigns> signs = chain.signs();
        signs.forEach(LifeSigns::clear);
        long nanos = random.nextLong(random.nextInt(4) == 0 ? 400_000_000 : 80_000_000);
        Process process = processes.take();
        process.getOutputStream().write((order.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        await(process, chain, LifeSigns::hasBegun, "have begun");
        if (order.finishes()) {
            await(process, chain, LifeSigns::hasFinished, "have all their results");
        } else if (order.doom().equals(Doom.none().toWord())) {
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
        chain.check(order.finishes());
        processes.countKill();
        if (diedAt != 0) {
            atAStore.incrementAndGet();
            deaths.add(RealWorker.siteOf(diedAt), RealWorker.phaseOf(diedAt), 1);
        }
        count(chain, order.life());
    }

    private void await(Process process, PageChain chain, Predicate<LifeSigns> isThere, String what) {
        Progress progress = new Progress(chain.books());
        long looks = 0;
        while (process.isAlive() && !chain.signs().stream().allMatch(isThere)) {
            LockSupport.parkNanos(1_000_000);
            looks = ++looks % 512 == 0 && progress.isMade() ? 0 : looks;
            if (looks > boundLooks) {
                throw new Violation("hang: not all callers of pages " + what + ", and nobody has got on for "
                        + boundLooks + " looks; " + chain.open());
            }
        }
    }

    /** Pages that were in use when their process died: they had given a result, and were to give more. */
    private void count(PageChain chain, int life) {
        List<LifeSigns> signs = chain.signs();
        for (int caller = 0; caller < signs.size(); caller++) {
            boolean shared = PageLife.isShared(caller);
            if (shared && caller % 2 == 1) {
                continue;
            }
            boolean worked = chain.hasResult(caller, life) || shared && chain.hasResult(caller + 1, life);
            boolean finished = signs.get(caller).hasFinished() && (!shared || signs.get(caller + 1).hasFinished());
            if (worked) {
                (finished ? finishedPages : shared ? sharedPages : privatePages).incrementAndGet();
            }
        }
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
                "  %d pages of one thread and %d shared ones died in use, %d others when all their results had been seen;%n"
                        + "  %d of %d processes died at a store; %,d results seen, %,d calls refused%n",
                privatePages.get(), sharedPages.get(), finishedPages.get(), atAStore.get(), kills(), results.get(),
                refused.get())
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
