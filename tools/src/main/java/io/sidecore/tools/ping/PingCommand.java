package io.sidecore.tools.ping;

import io.sidecore.affinity.AffinityException;
import io.sidecore.affinity.CorePlan;
import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/** Measures round trips to a {@code pong} in another process. */
@CommandLine.Command(name = "ping", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measure round trips through shared memory to a pong in another process.",
        "Without FILE-PREFIX, a pong is started for the occasion.",
        "Times count from when a message was to be sent by the schedule, so a stall counts for all that it delays."}, footer = {
                "", "Examples:",
                "  sidecore ping                                          a first try, all by itself",
                "  sidecore pong /dev/shm/x                               in one terminal, and in another:",
                "  sidecore ping /dev/shm/x --rate 50000 --size 200 --hgrm ping.hgrm",
                "  sidecore ping --flood --count 1000000                  each message as soon as the one before is back",
                "",
                "Exit codes: 0 all came back, 1 no pong or it fell silent, 2 wrong usage, 3 messages lost or changed."})
public final class PingCommand implements Command {
    private static final long CAPACITY = 1 << 20;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(arity = "0..1", paramLabel = "FILE-PREFIX", description = "As given to the pong.")
    private Path prefix;

    @CommandLine.Option(names = "--self", description = "Start the pong as a child process, even if there is a FILE-PREFIX.")
    private boolean self;

    @CommandLine.Option(names = {"-n",
            "--count"}, defaultValue = "50000", paramLabel = "N", description = "Messages to measure (default: ${DEFAULT-VALUE}).")
    private int count;

    @CommandLine.Option(names = {"-s",
            "--size"}, defaultValue = "32", paramLabel = "BYTES", description = "Payload of a message, 8 or more (default: ${DEFAULT-VALUE}).")
    private int size;

    @CommandLine.ArgGroup
    private Pace pace = new Pace();

    @CommandLine.Option(names = "--warm-up", defaultValue = "50000", paramLabel = "N", description = "Messages before those that are measured (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @CommandLine.Option(names = "--cpu", paramLabel = "N", description = "CPU to run on; default: the application CPU of the core plan.")
    private Integer cpu;

    @CommandLine.Option(names = "--timeout", defaultValue = "2", paramLabel = "SECONDS", description = "Give up after so much silence (default: ${DEFAULT-VALUE}).")
    private double timeout;

    @CommandLine.Option(names = "--hgrm", paramLabel = "FILE", description = "Write the whole distribution, in microseconds, for the HdrHistogram plotter.")
    private Path hgrm;

    private PrintWriter out;

    /** Made by the command line. */
    public PingCommand() {}

    /** When a message is sent. */
    static final class Pace {
        @CommandLine.Option(names = {"-r",
                "--rate"}, paramLabel = "PER_SECOND", description = "Messages a second (default: 10000).")
        private Double rate;

        @CommandLine.Option(names = "--flood", description = "Send each message as soon as the one before is back.")
        private boolean flood;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        double rate = pace.flood ? 0 : pace.rate == null ? 10_000 : pace.rate;
        check(count > 0 && count <= 1_000_000_000, "--count " + count + ": must be from 1 to 1000000000");
        check(warmUp >= 0 && warmUp <= 1_000_000_000, "--warm-up " + warmUp + ": must be from 0 to 1000000000");
        long most = Ring.MAX_CAPACITY / 4 - 8;
        check(size >= Long.BYTES && size <= most,
                "--size " + size + ": must be from " + Long.BYTES + " to " + most + " bytes");
        check(pace.flood || rate > 0 && rate <= 1e9, "--rate " + rate + ": must be above 0, and at most 1e9");
        check(timeout > 0 && timeout <= 86_400,
                "--timeout " + timeout + ": must be seconds above 0, and at most 86400");
        check(Pin.isPossible(cpu), "--cpu " + cpu + ": this process may not run there, or there is no such CPU");
        checkHgrm();
        out = spec.commandLine().getOut();
        Schedule schedule = new Schedule(count, warmUp, size, rate, (long) (timeout * 1e9));
        boolean own = self || prefix == null;
        Path place = prefix == null ? RingFiles.ownPrefix() : prefix;
        try (StopSignal stop = new StopSignal()) {
            if (!own) {
                return measure(place, schedule, stop);
            }
            tell("starting a pong on " + place + " ...");
            try (PongProcess pong = startPong(place)) {
                int code = measure(place, schedule, stop);
                pong.end();
                return code;
            }
        } catch (InternalError e) {
            throw new CommandFailed(place + ": a ring's file was truncated while it was in use");
        } catch (IllegalStateException e) {
            // Somebody else pings there, or the ring is corrupt.
            throw new CommandFailed(e.getMessage());
        }
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    /** Before the measurement, which would be in vain. */
    private void checkHgrm() {
        if (hgrm == null) {
            return;
        }
        Path folder = hgrm.toAbsolutePath().getParent();
        if (Files.isDirectory(hgrm)) {
            throw new CommandFailed("cannot write " + hgrm + ": it is a folder");
        }
        if (!(Files.exists(hgrm) ? Files.isWritable(hgrm) : folder != null && Files.isWritable(folder))) {
            throw new CommandFailed("cannot write " + hgrm + ": its folder is missing, or it is not yours to write");
        }
    }

    private PongProcess startPong(Path place) throws IOException, InterruptedException {
        long capacity = CAPACITY;
        while (capacity / 4 - 8 < size) {
            capacity *= 2;
        }
        return PongProcess.start(place, otherCpu(), capacity);
    }

    /** Where a pong of our own must go so that it is not where we were told to be; null: where the plan has it. */
    private Integer otherCpu() {
        try {
            CorePlan plan = CorePlan.automatic();
            return cpu != null && cpu == plan.syscall().id() ? Integer.valueOf(plan.application().id()) : null;
        } catch (AffinityException e) {
            return null;
        }
    }

    private int measure(Path place, Schedule schedule, StopSignal stop) throws IOException {
        RingFiles files = RingFiles.of(place);
        if (!Files.exists(files.ping()) || !Files.exists(files.pong())) {
            throw new CommandFailed("no pong at " + place + ": start 'sidecore pong " + place
                    + "' in another terminal, or add --self");
        }
        SpscRing ping = SpscRing.attach(files.ping());
        SpscRing pong = SpscRing.attach(files.pong());
        int most = RoundTrips.maxSize(ping, pong);
        if (size > most) {
            throw new CommandFailed("--size " + size + ": the rings of this pong take " + most
                    + " bytes at most; give the pong a larger --capacity");
        }
        long pid = ping.consumerParty().pid();
        if (pid == 0 || ping.consumerParty().isDead()) {
            throw new CommandFailed(pid == 0
                    ? "the pong at " + place + " has ended, or is just starting: start 'sidecore pong " + place + "'"
                    : "the pong, process " + pid + ", is dead: start 'sidecore pong " + place + "' again");
        }
        try (Pin pin = Pin.to(cpu, CorePlan::application, spec.commandLine().getErr());
                SpscProducer producer = ping.producer();
                SpscConsumer consumer = pong.consumer()) {
            RoundTrips trips = new RoundTrips(ping, producer, consumer, schedule, stop);
            if (!trips.greet(pin.cpu())) {
                throw new CommandFailed(trips.failure());
            }
            if (pin.cpu() != Protocol.UNPINNED && trips.pongCpu() == pin.cpu()) {
                tell("warning: both sides are on CPU " + pin.cpu()
                        + ": this measures switches between them; choose another --cpu for one");
            }
            say("ping: %,d messages of %,d bytes, %s, after %,d to warm up", count, size,
                    schedule.isFlood()
                            ? "one after the other"
                            : String.format(Locale.ROOT, "%,.0f a second", schedule.rate()),
                    warmUp);
            say("      process %d, %s; pong is process %d, %s", ProcessHandle.current().pid(),
                    Pin.describe(pin.cpu()), pid, Pin.describe(trips.pongCpu()));
            trips.run();
            report(trips);
            if (!trips.failure().isEmpty()) {
                throw new CommandFailed(trips.failure());
            }
            return trips.isWhole() ? OK : VIOLATED;
        }
    }

    private void report(RoundTrips trips) throws IOException {
        say("      %s", trips.counts());
        Histogram histogram = trips.histogram();
        if (histogram.getTotalCount() == 0) {
            return;
        }
        say("  round trip  microseconds");
        say("    min      %12.2f", histogram.getMinValue() / 1e3);
        for (double percentile : PERCENTILES) {
            say("    %-8s %12.2f", percentile == (int) percentile ? (int) percentile + " %" : percentile + " %",
                    histogram.getValueAtPercentile(percentile) / 1e3);
        }
        say("    max      %12.2f", histogram.getMaxValue() / 1e3);
        if (hgrm != null) {
            write(histogram);
            say("  written to %s", hgrm);
        }
    }

    private void write(Histogram histogram) throws IOException {
        try (PrintStream stream = new PrintStream(Files.newOutputStream(hgrm))) {
            histogram.outputPercentileDistribution(stream, 1000.0);
            if (stream.checkError()) {
                throw new CommandFailed("cannot write " + hgrm + ": is the disk full?");
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    "cannot write " + hgrm + ": " + e.getClass().getSimpleName() + ", " + e.getMessage());
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("sidecore: " + line);
        err.flush();
    }
}
