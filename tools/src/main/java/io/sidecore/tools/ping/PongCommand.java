package io.sidecore.tools.ping;

import io.sidecore.affinity.CorePlan;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.Liveness;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine;

/** The other side of {@code ping}: creates the rings, sends back what it gets, and removes them in the end. */
@CommandLine.Command(name = "pong", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Send back every message of 'sidecore ping', over two rings that this side creates and, when it ends, removes.",
        "A core spins while messages come, and sleeps after a second without any."}, footer = {"", "Examples:",
                "  sidecore pong /dev/shm/x             in one terminal; Ctrl-C ends it",
                "  sidecore ping /dev/shm/x             in another one"})
public final class PongCommand implements Command {
    /** What the first line on standard output starts with, once a ping may come. */
    static final String READY = "pong: process ";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE-PREFIX", description = "The rings are FILE-PREFIX.ping and FILE-PREFIX.pong; best on /dev/shm.")
    private Path prefix;

    @CommandLine.Option(names = "--cpu", paramLabel = "N", description = "CPU to run on; default: the syscall CPU of the core plan.")
    private Integer cpu;

    @CommandLine.Option(names = "--capacity", defaultValue = "1048576", paramLabel = "BYTES", description = "Of each ring, a power of two; a message may take a quarter (default: ${DEFAULT-VALUE}).")
    private long capacity;

    @CommandLine.Option(names = "--until-eof", description = "End when standard input ends, too.")
    private boolean untilEof;

    private PrintWriter out;

    /** Made by the command line. */
    public PongCommand() {}

    @Override
    public Integer call() throws IOException {
        if (capacity < Ring.MIN_CAPACITY || capacity > Ring.MAX_CAPACITY || Long.bitCount(capacity) != 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--capacity " + capacity
                    + ": must be a power of two from " + Ring.MIN_CAPACITY + " to " + Ring.MAX_CAPACITY);
        }
        if (!Pin.isPossible(cpu)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--cpu " + cpu + ": this process may not run there, or there is no such CPU");
        }
        out = spec.commandLine().getOut();
        RingFiles files = RingFiles.of(prefix);
        removeLeftOver(files.ping());
        removeLeftOver(files.pong());
        // Before the rings are there, so that no Ctrl-C finds them without somebody who removes them.
        try (StopSignal stop = new StopSignal()) {
            SpscRing ping = SpscRing.create(files.ping(), capacity);
            try {
                serve(files, ping, stop);
            } finally {
                remove(files.ping(), ping);
            }
        }
        return OK;
    }

    private void serve(RingFiles files, SpscRing ping, StopSignal stop) throws IOException {
        SpscRing pong = SpscRing.create(files.pong(), capacity);
        try (Pin pin = Pin.to(cpu, CorePlan::syscall, spec.commandLine().getErr());
                SpscConsumer in = ping.consumer();
                SpscProducer back = pong.producer()) {
            if (untilEof) {
                Thread.ofPlatform().daemon().name("until eof").start(() -> awaitEof(stop));
            }
            say(READY + ProcessHandle.current().pid() + ", " + Pin.describe(pin.cpu()) + ", answers on " + files.ping()
                    + "; Ctrl-C ends it");
            long echoed = new Echo(pong, in, back, pin.cpu()).run(stop);
            say("pong: ended, " + echoed + " messages sent back, files removed");
        } catch (InternalError e) {
            throw new CommandFailed(prefix + ": a ring's file was truncated while it was in use");
        } catch (IllegalStateException e) {
            throw new CommandFailed(e.getMessage());
        } finally {
            // A ping that is waiting learns from it that nobody will answer.
            pong.close();
            ping.close();
            remove(files.pong(), pong);
        }
    }

    private static void awaitEof(StopSignal stop) {
        try {
            while (System.in.read() >= 0) {
                // What is written there means nothing.
            }
        } catch (IOException e) {
            // A standard input that cannot be read has ended.
        }
        stop.set();
    }

    /** Removes a ring whose pong has died; refuses to touch anything else. */
    private void removeLeftOver(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RegionInspection region = SharedMemory.inspect(file)) {
            if (!region.faults().isEmpty() || region.kind().orElse(null) != RegionKind.SPSC_RING) {
                throw new CommandFailed(file + ": exists, and is no ring of a pong; choose another FILE-PREFIX");
            }
            Optional<PartySnapshot> living = region.parties().stream().filter(p -> p.liveness() != Liveness.DEAD)
                    .findFirst();
            if (living.isPresent()) {
                throw new CommandFailed(file + ": is in use by process " + living.get().pid()
                        + "; end that one, or choose another FILE-PREFIX");
            }
            if (region.creatorPid() == ProcessHandle.current().pid()) {
                throw new CommandFailed(file + ": is in use by this very process; choose another FILE-PREFIX");
            }
            if (region.isCreatorRunning()) {
                throw new CommandFailed(file + ": was created by process " + region.creatorPid()
                        + ", which runs; end it, or delete the file");
            }
            spec.commandLine().getErr().println("sidecore: removing " + file + ", left over by process "
                    + region.creatorPid() + ", which is dead");
        }
        Files.delete(file);
    }

    /** Only the file that this process has created, should somebody have put another one in its place. */
    private static void remove(Path file, SpscRing ring) throws IOException {
        long epoch = ring.memory().epoch();
        Instant created = Instant.ofEpochSecond(epoch / 1_000_000_000L, epoch % 1_000_000_000L);
        try (RegionInspection region = SharedMemory.inspect(file)) {
            if (!region.isReadable() || !region.created().equals(created)) {
                return;
            }
        } catch (RegionException e) {
            return;
        }
        Files.deleteIfExists(file);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
