package io.sidecore.stress.crash;

import io.sidecore.memory.access.OffHeap;
import io.sidecore.stress.failpoint.Doom;
import io.sidecore.stress.failpoint.Failpoints;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/** A process that lives one life of one slot of a real round: it waits for its orders, works, and kills itself at its store. */
final class RealWorker implements Failpoints.Controller {
    private static final int SIGKILL = 9;

    private final List<Site> sites;
    private final Doom doom;
    private final boolean halts;
    private final long diedAt;
    private final int pid = (int) ProcessHandle.current().pid();
    @SuppressWarnings("restricted")
    private final MethodHandle kill = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private RealWorker(List<Site> sites, Order order, MemorySegment ledger) {
        this.sites = sites;
        this.doom = Doom.ofWord(order.doom);
        this.halts = order.halts;
        this.diedAt = ledger.address() + SentLedger.DIED_AT;
    }

    /** What to do. {@code slot}: -1 for the consumer; {@code halts}: die by halt instead of SIGKILL. */
    record Order(Scenario scenario, Path file, Path ledger, int slot, int quota, long seed, long salt, String doom,
            boolean halts) {
        String toLine() {
            return String.join("\t", scenario.name(), file.toString(), ledger.toString(), Integer.toString(slot),
                    Integer.toString(quota), Long.toString(seed), Long.toString(salt), doom, Boolean.toString(halts));
        }

        static Order ofLine(String line) {
            String[] field = line.split("\t");
            return new Order(Scenario.valueOf(field[0]), Path.of(field[1]), Path.of(field[2]), Integer.parseInt(
                    field[3]), Integer.parseInt(field[4]), Long.parseLong(field[5]), Long.parseLong(field[6]), field[7],
                    Boolean.parseBoolean(field[8]));
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<Site> sites = PatchedClasses.sites(Path.of(arguments[0]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = orders.readLine();
        if (line == null) {
            // The run has ended; this one was a stand-by.
            return;
        }
        Workers.endWithParent(orders);
        Order order = Order.ofLine(line);
        MemorySegment ledger = map(order.ledger, Arena.global());
        RealWorker worker = new RealWorker(sites, order, ledger);
        SplittableRandom random = new SplittableRandom(order.seed);
        Failpoints.control(worker);
        if (order.slot >= 0) {
            new ProducerRole(order.scenario, order.file, order.slot, new SentLedger(ledger), random, order.salt,
                    order.quota).live();
        } else {
            // It never ends by itself: the parent kills it if its own death does not come.
            new ConsumerRole(order.scenario, order.file, new ReceivedLedger(ledger), random, order.salt, () -> false)
                    .live();
        }
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
        OffHeap.putLongVolatile(diedAt, (long) site << 8 | doom.phase().ordinal() + 1);
        if (halts) {
            Runtime.getRuntime().halt(128 + SIGKILL);
        }
        try {
            int result = (int) kill.invokeExact(pid, SIGKILL);
            throw new IllegalStateException("kill returned " + result);
        } catch (Throwable e) {
            throw new AssertionError("still alive", e);
        }
    }

    @Override
    public void beforeLoad(int site) {}

    @Override
    public void beforeStore(int site) {
        if (doom.diesBefore(sites.get(site))) {
            die(site);
        }
    }

    @Override
    public void afterStore(int site) {
        if (doom.diesAfter()) {
            die(site);
        }
    }

    @Override
    public long tear(int site, long length) {
        return doom.tear(length);
    }

    @Override
    public void pause() {
        Thread.yield();
    }
}
