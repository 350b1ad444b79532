package io.sidecore.bench.rig;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import io.sidecore.affinity.Topology;
import io.sidecore.bench.report.Rounds;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A fork: runs one family once and writes what it measured to a file. Ends when the pipe on standard input does, so that no fork
 * outlives its parent.
 */
public final class ForkMain {
    /** A slice takes milliseconds; this much means that a message was lost. */
    private static final int STUCK_SECONDS = 30;
    /** The parent is told of so many rounds at a time, because hearing of them takes it time on these CPUs. */
    private static final int TOLD_ROUNDS = 10;
    private static final String CONTROL = "control";
    private static final String FOLLOW = "follow";

    private ForkMain() {}

    /**
     * Runs the fork.
     *
     * @param arguments class of the family, folder for files, {@code lead} with warm-up rounds, rounds and milliseconds a slice, or
     *                  {@code follow} with a CPU
     */
    public static void main(String[] arguments) {
        ForkJvm.endWithParent();
        int code = 1;
        try {
            run(arguments);
            code = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        }
        // Peers may have threads that would keep this JVM alive.
        Runtime.getRuntime().halt(code);
    }

    private static void run(String[] arguments) throws Exception {
        RigExperiment family = Class.forName(arguments[0]).asSubclass(RigExperiment.class).getDeclaredConstructor()
                .newInstance();
        Path folder = Path.of(arguments[1]);
        if (arguments[2].equals(FOLLOW)) {
            Contender[] contenders = Opened.all(family, folder, false).contenders();
            new Follower(new ControlLines(map(folder.resolve(CONTROL))), contenders, 1)
                    .follow(Integer.parseInt(arguments[3]));
            return;
        }
        Effort effort = new Effort(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
        lead(family, folder, effort).write(folder.resolve("rounds"));
    }

    private static void tell(int round) {
        if (round % TOLD_ROUNDS == 0) {
            System.out.println(round);
        }
    }

    /** Runs a family in this process, which for a family of two processes starts the other one. */
    static Rounds lead(RigExperiment family, Path folder, Effort effort) throws Exception {
        CorePlan plan = CorePlan.automatic();
        if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
            throw new IllegalStateException("two CPUs are needed, and only one is allowed");
        }
        Opened opened = Opened.all(family, folder, true);
        Contender[] contenders = opened.contenders();
        ControlLines lines = new ControlLines(family.twoProcesses()
                ? map(folder.resolve(CONTROL))
                : Arena.global().allocate(ControlLines.LENGTH, 256).address());
        Follower follower = new Follower(lines, contenders, family.leaders());
        Process process = null;
        List<Thread> others = new ArrayList<>();
        if (family.twoProcesses()) {
            process = new ProcessBuilder(RigForks.command(family, folder, FOLLOW, plan.syscall().id() + ""))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } else {
            others.add(start("follower", () -> follower.follow(plan.syscall().id())));
        }
        if (family.leaders() > 1) {
            others.add(start("assistant", () -> follower.assist(thirdCpu(plan))));
        }
        InterleavedRig rig = new InterleavedRig(lines, contenders, family.leaders(), family.unit(),
                new Allocation(others.toArray(Thread[]::new)));
        List<String> names = opened.names();
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread leader = start("leader", () -> {
            try {
                outcome.set(rig.run(plan.application().id(), names, effort, ForkMain::tell));
            } catch (RuntimeException | Error e) {
                outcome.set(e);
            }
        });
        watch(leader, process, rig, lines, names);
        if (process != null && process.waitFor() != 0) {
            throw new IllegalStateException("the other process failed with code " + process.exitValue());
        }
        if (outcome.get() instanceof Throwable failure) {
            throw new IllegalStateException(current(rig, names) + ": " + failure.getMessage(), failure);
        }
        for (Contender contender : contenders) {
            contender.close();
        }
        Rounds rounds = ((Rounds) outcome.get()).withMissing(opened.missing());
        return family.dependsOnDistance() ? rounds : rounds.withoutLine();
    }

    private static void watch(Thread leader, Process process, InterleavedRig rig, ControlLines lines,
            List<String> names)
            throws InterruptedException {
        long last = -1;
        for (int seconds = 0; seconds < STUCK_SECONDS; seconds++) {
            if (leader.join(java.time.Duration.ofSeconds(1))) {
                return;
            }
            if (lines.hasFailed()) {
                throw new IllegalStateException(
                        current(rig, names) + ": the other side failed; what it said stands above");
            }
            if (process != null && !process.isAlive()) {
                throw new IllegalStateException(current(rig, names) + ": the other process ended early");
            }
            if (rig.sequence() != last) {
                last = rig.sequence();
                seconds = 0;
            }
        }
        throw new IllegalStateException(
                current(rig, names) + ": stuck for " + STUCK_SECONDS + " s: a message was lost");
    }

    private static String current(InterleavedRig rig, List<String> names) {
        return rig.current() == ControlLines.LINE ? "the time of a line" : names.get(rig.current());
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon().start(work);
    }

    private static int thirdCpu(CorePlan plan) {
        CpuSet rest = CpuSet.allowed().intersect(Topology.system().online())
                .minus(CpuSet.of(plan.application().id(), plan.syscall().id()));
        return rest.isEmpty() ? plan.application().id() : rest.first();
    }

    /** Maps a page of a file, created if need be, for as long as this process lives. */
    private static long map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MemorySegment segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, Arena.global());
            return segment.address();
        }
    }
}
