package io.sidecore.bench.latency.fork;

import com.sun.management.ThreadMXBean;
import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.bench.counters.Taken;
import io.sidecore.bench.latency.load.Control;
import io.sidecore.bench.latency.load.Copies;
import io.sidecore.bench.latency.load.Schedule;
import io.sidecore.bench.latency.load.Sender;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.latency.load.Window;
import io.sidecore.bench.latency.meter.Compiling;
import io.sidecore.bench.latency.meter.Histograms;
import io.sidecore.bench.latency.meter.Settling;
import io.sidecore.bench.latency.result.IntervalLog;
import io.sidecore.bench.latency.transport.Entrant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemNanoClock;

/** The sender's side of a fork: warms up, gives the contenders their turns, and writes logs and facts. One thread. */
final class Measurement {
    private static final double P99 = 99;
    private static final int ENTRIES = 2_000;
    private static final long ENTRY_MESSAGES = 16;
    private static final long ENTRY_RATE = 1_000_000;

    private final LatencyPlan plan;
    private final CorePlan cpus;
    private final List<Entrant> members;
    private final List<Transport> transports;
    private final List<Sender> senders = new ArrayList<>();
    private final Control control;
    private final Path folder;
    private final Facts facts;
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final Window window = new Window();
    private final Histogram gaps = Histograms.empty();
    private int tid;
    /** By the last window. */
    private long allocated;
    private long began;
    private long ended;

    Measurement(LatencyPlan plan, CorePlan cpus, List<Transport> transports, Control control, Path folder,
            Facts facts) {
        this.plan = plan;
        this.cpus = cpus;
        this.members = plan.members();
        this.transports = transports;
        this.control = control;
        this.folder = folder;
        this.facts = facts;
    }

    /** Measures all, on the calling thread, pinned. */
    void run() throws IOException {
        try (PinnedThread pin = PinnedThread.to(cpus.application().id())) {
            tid = pin.tid();
            for (Transport transport : transports) {
                transport.lead();
                senders.add(Copies.sender(transport, SystemNanoClock.INSTANCE));
            }
            for (int index = 0; index < members.size(); index++) {
                compileEntries(index);
            }
            for (long rate : plan.rates()) {
                measure(Schedule.lasting(rate, TimeUnit.MILLISECONDS.toNanos(plan.effort().windowMillis())));
            }
        } finally {
            control.finish();
        }
    }

    static Path log(Path folder, String kind, long rate) {
        return folder.resolve(kind + "-" + rate + ".hlog");
    }

    static String key(String tag, long rate) {
        return tag + "-" + rate;
    }

    private void measure(Schedule schedule) throws IOException {
        long rate = schedule.rate();
        List<Cell> cells = new ArrayList<>();
        for (int index = 0; index < members.size(); index++) {
            cells.add(new Cell());
            begin(index);
            warmUp(index, schedule, cells.get(index));
            end(index);
        }
        long now = System.currentTimeMillis();
        String about = plan.group().label() + ", " + rate + " messages a second, from ";
        try (IntervalLog latency = new IntervalLog(log(folder, "latency", rate), about + "the intended sending", now);
                IntervalLog service = new IntervalLog(log(folder, "service", rate), about + "the actual sending", now);
                IntervalLog gapped = new IntervalLog(log(folder, "gaps", rate), about + "any moment: gaps", now)) {
            for (int round = 0; round < plan.effort().rounds(); round++) {
                for (int turn = 0; turn < members.size(); turn++) {
                    int index = round % 2 == 0 ? turn : members.size() - 1 - turn;
                    begin(index);
                    for (int count = 0; count < plan.effort().roundWindows(); count++) {
                        window(index, schedule, cells.get(index));
                        String tag = members.get(index).tag();
                        latency.add(tag, began, ended, window.latency());
                        service.add(tag, began, ended, window.service());
                        gaps.reset();
                        window.gaps().addTo(gaps, window.lookedNanos());
                        gapped.add(tag, began, ended, gaps);
                    }
                    end(index);
                }
            }
        }
        for (int index = 0; index < members.size(); index++) {
            cells.get(index).put(facts, key(members.get(index).tag(), rate));
        }
    }

    /**
     * Windows of a few messages, because HotSpot compiles a method for its entry only after hundreds of calls. Without them, each window would begin
     * in the interpreter, and a thousand messages would be late by that.
     */
    private void compileEntries(int index) {
        Schedule few = new Schedule(ENTRY_RATE, ENTRY_MESSAGES);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * plan.effort().windowMillis());
        for (int call = 0; call < ENTRIES && System.nanoTime() < end; call++) {
            begin(index);
            window.reset();
            senders.get(index).run(few, window);
            end(index);
        }
    }

    private void warmUp(int index, Schedule schedule, Cell cell) {
        Settling settling = new Settling(plan.effort().settleWindows());
        long compiling = compiling();
        int windows = 0;
        boolean settled = false;
        while (!settled && windows < plan.effort().warmUpWindows()) {
            run(index, schedule);
            // The other process tells its share when it stops.
            end(index);
            long compiled = compiling();
            begin(index);
            settled = settling.add(window.latency().getValueAtPercentile(50),
                    window.latency().getValueAtPercentile(P99), compiled - compiling);
            compiling = compiled;
            windows++;
        }
        cell.warmedUp(settled, windows);
    }

    private long compiling() {
        return Compiling.millis() + (plan.processes() ? control.compilingMillis() : 0);
    }

    private void window(int index, Schedule schedule, Cell cell) {
        long stolen = stolen();
        long waited = waited(index);
        run(index, schedule);
        cell.add(window, allocated, waited(index) - waited, stolen() - stolen);
    }

    private void run(int index, Schedule schedule) {
        window.reset();
        began = System.currentTimeMillis();
        long before = threads.getCurrentThreadAllocatedBytes();
        senders.get(index).run(schedule, window);
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
        ended = System.currentTimeMillis();
    }

    private long waited(int index) {
        Transport transport = transports.get(index);
        return Taken.waitedNanos(tid)
                + Taken.waitedNanos(transport.isEchoed() ? control.thread() : transport.servingThread());
    }

    private long stolen() {
        return Taken.stolenTicks(cpus.application().id(), cpus.syscall().id());
    }

    private void begin(int index) {
        if (transports.get(index).isEchoed()) {
            control.begin(index);
        }
    }

    private void end(int index) {
        if (transports.get(index).isEchoed()) {
            control.end();
        }
    }
}
