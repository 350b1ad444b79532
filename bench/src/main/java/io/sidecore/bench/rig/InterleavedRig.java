package io.sidecore.bench.rig;

import io.sidecore.affinity.PinnedThread;
import io.sidecore.bench.counters.Taken;
import io.sidecore.bench.report.Rounds;
import io.sidecore.bench.report.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The leader: gives every contender one slice a round, in an order that changes with each round, and takes the time and what was
 * allocated.
 */
final class InterleavedRig {
    private static final int CALLS_PER_WARM_UP = 50;

    private final ControlLines lines;
    private final Contender[] contenders;
    private final int leaders;
    private final int unit;
    private final Allocation allocation;
    private final LineGauge gauge;
    private final long[] counts;
    /** Its kernel thread. */
    private int leader;
    /** From then on the compiler is waited for before each slice, and waits for a CPU are read; slices before are too short for either. */
    private boolean isCompiled;
    /** By the last slice. */
    private long sliceBytes;
    /** Within the slices of a round. */
    private long waitedNanos;
    private long slicesNanos;
    /** Of the slice that runs; a watchdog reads it. */
    private volatile long sequence;
    private volatile int current;

    InterleavedRig(ControlLines lines, Contender[] contenders, int leaders, int unit, Allocation allocation) {
        this.lines = lines;
        this.contenders = contenders;
        this.leaders = leaders;
        this.unit = unit;
        this.allocation = allocation;
        this.gauge = new LineGauge(lines);
        this.counts = new long[contenders.length];
        Arrays.fill(counts, unit);
    }

    /** Runs all rounds on the calling thread, pinned, and ends the other parties. {@code progress} hears of every round. */
    Rounds run(int cpu, List<String> names, Effort effort, IntConsumer progress) {
        double[][] nanos = new double[contenders.length][effort.rounds()];
        double[][] bytes = new double[contenders.length][effort.rounds()];
        double[] line = new double[effort.rounds()];
        double[] waited = new double[effort.rounds()];
        long slice = TimeUnit.MILLISECONDS.toNanos(effort.sliceMillis());
        try (PinnedThread pin = PinnedThread.to(cpu)) {
            for (int warmUp = 0; warmUp < LineGauge.WARM_UPS; warmUp++) {
                line();
            }
            leader = pin.tid();
            compileEntries(effort);
            isCompiled = true;
            double before = line();
            for (int round = -effort.warmUps(); round < effort.rounds(); round++) {
                waitedNanos = 0;
                slicesNanos = 0;
                for (int turn = 0; turn < contenders.length; turn++) {
                    int index = order(round + effort.warmUps(), turn, contenders.length);
                    contenders[index].makeRoom();
                    long count = counts[index] * leaders;
                    double each = slice(index, slice);
                    if (round >= 0) {
                        nanos[index][round] = each;
                        bytes[index][round] = (double) sliceBytes / count;
                    }
                }
                double after = line();
                if (round >= 0) {
                    line[round] = LineGauge.ofRound(before, after);
                    waited[round] = (double) waitedNanos / slicesNanos / (leaders > 1 ? 1 : 2);
                }
                before = after;
                progress.accept(round + effort.warmUps() + 1);
            }
            // The median, as of the times: what disturbs few rounds does not move it.
            return new Rounds(names, nanos, bytesPerMessage(bytes), 100 * Spread.median(waited), line, Map.of());
        } finally {
            lines.command(sequence + 1, ControlLines.END, 0);
        }
    }

    /** What a line takes there and back just now, in nanoseconds. */
    private double line() {
        long next = sequence + 1;
        current = ControlLines.LINE;
        sequence = next;
        lines.command(next, ControlLines.LINE, 0);
        lines.awaitReady(ControlLines.FOLLOWER, next, leaders > 1);
        double nanos = gauge.lead(next);
        lines.awaitDone(ControlLines.FOLLOWER, next, leaders > 1);
        if (leaders > 1) {
            lines.awaitDone(ControlLines.ASSISTANT, next, true);
        }
        return nanos;
    }

    private long allocated(boolean byAllThreads) {
        return !allocation.isCounted() ? 0 : byAllThreads ? allocation.bytesOfAllThreads() : allocation.bytes();
    }

    /** The median of the rounds: what a JVM allocates once, or when it gives up compiled code, is in few of them. */
    private double[] bytesPerMessage(double[][] bytes) {
        double[] each = new double[contenders.length];
        Arrays.setAll(each, index -> allocation.isCounted() ? Spread.median(bytes[index]) : Double.NaN);
        return each;
    }

    /**
     * Nanoseconds that the leader and another thread were ready to run while others had their CPU: second column of schedstat, or 0 where the
     * kernel keeps none. Leaders that share a CPU wait for each other, so they do not count.
     */
    private long waited(int other) {
        return isCompiled ? Taken.waitedNanos(other) + (leaders > 1 ? 0 : Taken.waitedNanos(leader)) : 0;
    }

    /**
     * Slices as short as can be, because HotSpot compiles a method for its entry only after hundreds of calls. Without them, each slice
     * would begin in the interpreter and be carried over into code that was compiled for the middle of its loop. For no longer than the
     * warm-up itself, because on a busy machine even these take milliseconds.
     */
    private void compileEntries(Effort effort) {
        long end = System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos((long) effort.warmUps() * contenders.length * effort.sliceMillis());
        for (int call = 0; call < effort.warmUps() * CALLS_PER_WARM_UP && System.nanoTime() < end; call++) {
            for (int index = 0; index < contenders.length; index++) {
                counts[index] = unit;
                contenders[index].makeRoom();
                slice(index, 0);
            }
        }
    }

    /** Every contender comes first, and every one follows every neighbour, equally often. */
    static int order(int round, int turn, int contenders) {
        int step = round % 2 == 0 ? turn : contenders - turn;
        return (round + step) % contenders;
    }

    /** Nanoseconds a message. */
    private double slice(int index, long wantedNanos) {
        long next = sequence + 1;
        long count = counts[index];
        current = index;
        sequence = next;
        Contender contender = contenders[index];
        long nanos = Math.max(1, contender instanceof ServedContender served
                ? lead(served, next, count)
                : lead(contender, next, count));
        // The machine's speed changes; a slice's length follows it, within bounds, so that one stall does not spoil the next slice.
        double factor = Math.clamp((double) wantedNanos / nanos, 0.5, 8);
        counts[index] = Math.max(1, Math.round(count * factor / unit)) * unit;
        return (double) contender.countedNanos(nanos) / (count * leaders);
    }

    private long lead(Contender contender, long next, long count) {
        boolean yielding = leaders > 1;
        awaitCompiler();
        // No reading is within the slice: before its command, and after all parties are done.
        long waited = waited(lines.thread());
        long before = allocated(false);
        lines.command(next, current, count);
        lines.awaitReady(ControlLines.FOLLOWER, next, yielding);
        if (leaders > 1) {
            lines.awaitReady(ControlLines.ASSISTANT, next, true);
        }
        long start = System.nanoTime();
        lines.go(next);
        contender.lead(0, count);
        lines.awaitDone(ControlLines.FOLLOWER, next, yielding);
        long nanos = System.nanoTime() - start;
        if (leaders > 1) {
            lines.awaitDone(ControlLines.ASSISTANT, next, true);
        }
        sliceBytes = allocated(false) - before;
        ended(nanos, waited(lines.thread()) - waited);
        return nanos;
    }

    private long lead(ServedContender contender, long next, long count) {
        lines.command(next, current, count);
        // From then on it sleeps.
        lines.awaitDone(ControlLines.FOLLOWER, next, false);
        contender.begin();
        awaitCompiler();
        int thread = contender.thread();
        long waited = waited(thread);
        long before = allocated(true);
        long start = System.nanoTime();
        contender.lead(0, count);
        long nanos = System.nanoTime() - start;
        sliceBytes = allocated(true) - before;
        ended(nanos, waited(thread) - waited);
        contender.end();
        return nanos;
    }

    private void awaitCompiler() {
        if (isCompiled) {
            CompilerThreads.awaitIdle();
        }
    }

    private void ended(long nanos, long waited) {
        slicesNanos += nanos;
        waitedNanos += waited;
    }

    /** The number of the slice that runs. */
    long sequence() {
        return sequence;
    }

    /** Whose slice runs, or {@link ControlLines#LINE}. */
    int current() {
        return current;
    }
}
