package io.sidecore.affinity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The threads of this process, moved out of the way until it is closed: compilers, garbage collectors and the rest leave the
 * application's core alone.
 *
 * <pre>{@code
 *   Set<Integer> mine = Set.of(CurrentThread.tid());
 *   try (ConfinedThreads rest = ConfinedThreads.confine(CpuSet.of(3), mine)) { ... }
 * }</pre>
 *
 * <p>A thread whose CPUs are all among the given ones stays as it is. Threads that start later inherit the set of the thread that starts
 * them, so children of confined threads are confined, and children of excepted ones are not. Threads that belong to the kernel
 * (io_uring's pollers) cannot be moved and are counted.
 *
 * <p>Any thread may use it.
 */
public final class ConfinedThreads implements AutoCloseable {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** A process that starts threads all the time must not hold the caller forever. */
    private static final int MAX_PASSES = 16;
    /** Of the fields in {@code stat} that follow the thread's name, which is the third from "state" on: proc_pid_stat(5), field 22. */
    private static final int START_TIME = 19;

    private final CpuSet cpus;
    private final List<Moved> moved = new ArrayList<>();
    private int refused;
    private boolean closed;

    /** The start time tells a thread from a later one that got the same id. */
    private record Moved(int tid, String startTime, CpuSet former) {}

    private ConfinedThreads(CpuSet cpus) {
        this.cpus = cpus;
    }

    /**
     * Confines every thread of this process but some. Threads that end meanwhile do not matter; threads that start meanwhile are found by
     * looking again until none is new.
     *
     * @param cpus       where they may run from now on
     * @param exceptTids kernel ids of the threads to leave alone, from {@link CurrentThread#tid}; the caller is not excepted by itself
     * @return what was moved; closing it restores the former sets
     * @throws IllegalArgumentException if the set is empty
     * @throws AffinityException        if a CPU is not allowed, or the kernel does not permit a move; then every thread is as it was.
     *                                  sched_setaffinity(2)
     */
    public static ConfinedThreads confine(CpuSet cpus, Set<Integer> exceptTids) {
        return confine(cpus, exceptTids, ConfinedThreads::tids);
    }

    static ConfinedThreads confine(CpuSet cpus, Set<Integer> exceptTids, Supplier<Set<Integer>> tids) {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("Threads cannot be confined to no CPU at all");
        }
        // The kernel would drop forbidden CPUs from the set without a word.
        CpuSet grantable = CpuSet.grantable();
        if (!cpus.minus(grantable).isEmpty()) {
            throw new AffinityException("Threads cannot be confined to CPUs [" + cpus + "]: [" + cpus.minus(grantable)
                    + "] not allowed, offline or missing; allowed: [" + grantable + "]");
        }
        ConfinedThreads confined = new ConfinedThreads(cpus);
        Set<Integer> seen = new HashSet<>(exceptTids);
        try {
            boolean found = true;
            for (int pass = 0; found && pass < MAX_PASSES; pass++) {
                found = false;
                for (int tid : tids.get()) {
                    if (seen.add(tid)) {
                        found = true;
                        confined.move(tid);
                    }
                }
            }
        } catch (AffinityException e) {
            confined.close();
            throw e;
        }
        return confined;
    }

    private void move(int tid) {
        try {
            CpuSet former = ThreadMask.read(tid);
            if (former.minus(cpus).isEmpty()) {
                return;
            }
            String startTime = startTime(tid);
            ThreadMask.write(tid, cpus);
            moved.add(new Moved(tid, startTime, former));
        } catch (AffinityException e) {
            switch (e.errno()) {
                case Libc.ESRCH -> {
                    // It has ended, which is as good as moved.
                }
                // The CPUs are known to be good, so it is the thread that has none to choose.
                case Libc.EINVAL -> refused++;
                default -> throw e;
            }
        }
    }

    /**
     * How many threads were moved, including any that have ended since.
     *
     * @return the number, from 0
     */
    public int moved() {
        return moved.size();
    }

    /**
     * How many threads stayed because they belong to the kernel.
     *
     * @return the number, from 0
     */
    public int refused() {
        return refused;
    }

    /**
     * Where the threads are confined to.
     *
     * @return the set
     */
    public CpuSet cpus() {
        return cpus;
    }

    /**
     * Gives each moved thread its former set back, unless it has ended or its set has been changed by somebody else. Threads that were
     * started meanwhile keep what they inherited: nobody can tell whether they want it. A second call does nothing.
     *
     * @throws AffinityException if the kernel refused for some thread; the others have been restored
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        AffinityException failure = null;
        for (Moved thread : moved) {
            try {
                if (thread.startTime.equals(startTime(thread.tid)) && ThreadMask.read(thread.tid).equals(cpus)) {
                    ThreadMask.write(thread.tid, thread.former);
                }
            } catch (AffinityException e) {
                if (e.errno() == Libc.ESRCH) {
                    continue;
                }
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Set<Integer> tids() {
        Set<Integer> tids = new HashSet<>();
        try (var folders = Files.newDirectoryStream(TASKS)) {
            folders.forEach(folder -> tids.add(Integer.valueOf(folder.getFileName().toString())));
        } catch (IOException e) {
            throw new AffinityException("Cannot list the threads of this process; is /proc mounted?", e);
        }
        return tids;
    }

    /** In clock ticks after boot; no text once the thread has ended. */
    private static String startTime(int tid) {
        try {
            String stat = Files.readString(TASKS.resolve(Integer.toString(tid)).resolve("stat"));
            // The name may contain blanks and brackets itself, so the fields are counted from its last bracket.
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME];
        } catch (IOException e) {
            return "";
        }
    }
}
