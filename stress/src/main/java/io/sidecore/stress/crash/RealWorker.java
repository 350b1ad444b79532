package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.LifeSigns;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that lives lives of slots of real rounds, each on a thread of its own: it waits for its orders, works, and kills itself when the last one of
 * them, the leader, comes to its store.
 */
final class RealWorker implements Failpoints.Controller {
    private static final long PAUSE_NANOS = 20_000;

    private final List<Site> sites;
    private final Thread leader;
    private final Doom doom;
    private final boolean halts;
    private final LifeSigns signs;
    private final OwnDeath death = new OwnDeath();

    private RealWorker(List<Site> sites, Order order, Thread leader, MemorySegment ledger) {
        this.sites = sites;
        this.leader = leader;
        this.doom = Doom.ofWord(order.doom);
        this.halts = order.halts;
        this.signs = new LifeSigns(ledger);
    }

    /** What to do. {@code halts}: die by halt instead of SIGKILL. */
    record Order(Scenario scenario, Path file, boolean sends, int slot, int quota, long seed, long salt, String doom,
            boolean halts) {
        String toLine() {
            return String.join("\t", scenario.name(), file.toString(), Boolean.toString(sends), Integer.toString(slot),
                    Integer.toString(quota), Long.toString(seed), Long.toString(salt), doom, Boolean.toString(halts));
        }

        static Order ofLine(String line) {
            String[] field = line.split("\t");
            return new Order(Scenario.valueOf(field[0]), Path.of(field[1]), Boolean.parseBoolean(field[2]),
                    Integer.parseInt(field[3]), Integer.parseInt(field[4]), Long.parseLong(field[5]),
                    Long.parseLong(field[6]), field[7],
                    Boolean.parseBoolean(field[8]));
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<Site> sites = PatchedClasses.sites(Path.of(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Order> orders = new ArrayList<>();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            orders.add(Order.ofLine(line));
        }
        if (orders.isEmpty()) {
            // The run has ended; this one was a stand-by.
            return;
        }
        Workers.endWithParent(lines);
        List<Thread> lives = new ArrayList<>();
        for (Order order : orders) {
            lives.add(Thread.ofPlatform().unstarted(live(order)));
        }
        Order leader = orders.getLast();
        Failpoints.control(new RealWorker(sites, leader, lives.getLast(), ledger(leader)));
        // Some have done all that they do, and others have not begun, when the leader dies.
        Collections.shuffle(lives, new Random(leader.seed));
        lives.forEach(Thread::start);
        for (Thread life : lives) {
            life.join();
        }
        // The parent kills this process, even if nobody is left in it.
        Thread.currentThread().join();
    }

    private static MemorySegment ledger(Order order) throws IOException {
        return map(RealRound.ledger(order.file, order.sends, order.slot), Arena.global());
    }

    private static Runnable live(Order order) throws IOException {
        MemorySegment ledger = ledger(order);
        MemorySegment sent = map(RealRound.ledger(order.file, true, 0), Arena.global());
        Trial trial = order.scenario.trial();
        // A sender ends with its quota. A receiver never does: the parent kills it if its own death does not come.
        Post post = new Post(order.file, order.slot, ledger, sent, new SplittableRandom(order.seed), order.salt,
                order.quota, () -> order.sends);
        return () -> {
            LifeSigns signs = new LifeSigns(ledger);
            try {
                (order.sends ? trial.sender(post) : trial.receiver(post)).live();
                signs.finish();
            } catch (Throwable e) {
                signs.fail();
                System.err.println(order.toLine());
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        };
    }

    static MemorySegment map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        }
    }

    static int siteOf(long diedAt) {
        return (int) (diedAt >>> 8);
    }

    static Doom.Phase phaseOf(long diedAt) {
        return Doom.Phase.values()[(int) (diedAt & 0xFF) - 1];
    }

    private void die(int site) {
        signs.endAt((long) site << 8 | doom.phase().ordinal() + 1);
        if (halts) {
            Runtime.getRuntime().halt(Ending.KILLED);
        }
        death.strike();
    }

    @Override
    public void beforeLoad(int site) {}

    @Override
    public void beforeStore(int site) {
        if (Thread.currentThread() == leader && doom.diesBefore(sites.get(site))) {
            die(site);
        }
    }

    @Override
    public void afterStore(int site) {
        if (Thread.currentThread() == leader && doom.diesAfter()) {
            die(site);
        }
    }

    @Override
    public long tear(int site, long length) {
        return Thread.currentThread() == leader ? doom.tear(length) : length;
    }

    @Override
    public long piece() {
        return Long.MAX_VALUE;
    }

    @Override
    public void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
