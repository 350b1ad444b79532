package io.sidecore.bench;

import io.sidecore.bench.cache.AlignmentExperiment;
import io.sidecore.bench.cache.PaddingExperiment;
import io.sidecore.bench.cache.PagesExperiment;
import io.sidecore.bench.calls.batch.BatchRig;
import io.sidecore.bench.calls.blocked.BlockedRig;
import io.sidecore.bench.calls.cost.CostRig;
import io.sidecore.bench.calls.delegated.DelegatedRig;
import io.sidecore.bench.calls.entries.EntriesRig;
import io.sidecore.bench.calls.getppid.PipelinedRig;
import io.sidecore.bench.calls.getppid.SynchronousRig;
import io.sidecore.bench.calls.idle.IdleRig;
import io.sidecore.bench.calls.idle.WakeRig;
import io.sidecore.bench.calls.peers.DirectExperiment;
import io.sidecore.bench.floor.LineExperiment;
import io.sidecore.bench.floor.NativeCallsExperiment;
import io.sidecore.bench.floor.SyscallsExperiment;
import io.sidecore.bench.memory.ablation.AblationExperiment;
import io.sidecore.bench.memory.layer.LayersExperiment;
import io.sidecore.bench.pollution.PollutionFamily;
import io.sidecore.bench.report.Experiment;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.rings.broadcast.BroadcastRig;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.roundtrip.AeronRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ChronicleRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ProcessRoundTripRig;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import io.sidecore.bench.rings.throughput.Burst;
import io.sidecore.bench.rings.throughput.BurstsRig;
import io.sidecore.bench.rings.throughput.ChronicleThroughputRig;
import io.sidecore.bench.rings.throughput.Curves;
import io.sidecore.bench.rings.throughput.LayoutRig;
import io.sidecore.bench.rings.throughput.OneThreadRig;
import io.sidecore.bench.rings.throughput.ProducersRig;
import io.sidecore.bench.rings.throughput.ThroughputRig;
import io.sidecore.bench.run.Depth;
import io.sidecore.bench.run.Planned;
import io.sidecore.tools.report.Plot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All there is to measure, by family. A {@code server} family will come with the servers. */
public final class Families {
    static final String FLOOR = "floor";
    static final String RING = "ring";
    static final String MEMORY = "memory";
    static final String CACHE = "cache";
    static final String POLLUTION = "pollution";
    static final String SYSCALL = "syscall";
    static final String IDLE = "idle";

    /** Of an experiment with fewer contenders. */
    private static final String SHORT = "short";
    private static final int[] SIZES = {8, 32, 56, 120, 248, 1024, 4096};
    private static final int[] BURSTS = {1, 4, 16, 64, 256, 1024};

    private final Map<String, String> about = new LinkedHashMap<>();
    private final List<Planned> all = new ArrayList<>();

    /** Makes the list; nothing is opened. */
    public Families() {
        floor();
        rings();
        memory();
        cache();
        calls();
        pollution();
        idle();
    }

    /** {@return what each family is about, by name} */
    public Map<String, String> about() {
        return about;
    }

    /** {@return all experiments, in the order of the report} */
    public List<Planned> all() {
        return List.copyOf(all);
    }

    /** Of these, or of all if there is none, the experiments of a depth; and those that are named themselves. */
    List<Planned> named(List<String> names, Depth depth) {
        return all.stream().filter(planned -> names.contains(planned.name())
                || (names.isEmpty() || names.contains(planned.family())) && planned.least().compareTo(depth) <= 0)
                .toList();
    }

    /** {@return whether there is such a family or experiment} */
    boolean has(String name) {
        return about.containsKey(name) || all.stream().anyMatch(planned -> planned.name().equals(name));
    }

    /** Curves over several experiments of a family. */
    List<Plot> curves(String family, List<ExperimentResult> results) {
        return family.equals(RING) ? Curves.of(results) : List.of();
    }

    private void rings() {
        about.put(RING, "the rings against bare cache lines, Agrona, JCTools, Disruptor, Aeron IPC, Chronicle Queue");
        add(RING, Depth.QUICK, new RoundTripRig(), new ProcessRoundTripRig(), new ThroughputRig(),
                new OneThreadRig(),
                new ProducersRig(), new BroadcastRig());
        add(RING, Depth.STANDARD, new AeronRoundTripRig(), new ChronicleRoundTripRig(), new ChronicleThroughputRig());
        add(RING, Depth.FULL, new LayoutRig());
        for (int size : SIZES) {
            all.add(new Planned(RING, new ThroughputRig(), Integer.toString(size),
                    Map.of(Payload.SIZE_PROPERTY, Integer.toString(size)), Depth.FULL));
        }
        for (int burst : BURSTS) {
            all.add(new Planned(RING, new BurstsRig(), Integer.toString(burst), Map.of(Burst.PROPERTY,
                    Integer.toString(burst), Payload.CAPACITY_PROPERTY, Integer.toString(BurstsRig.RING_CAPACITY)),
                    Depth.FULL));
        }
    }

    private void floor() {
        about.put(FLOOR,
                "what nothing here can undercut: a line's way between the CPUs, a call out of Java, a call into the kernel");
        add(FLOOR, Depth.QUICK, new LineExperiment(), new NativeCallsExperiment(), new SyscallsExperiment());
    }

    private void memory() {
        about.put(MEMORY, "where a message's time goes: by ingredient of the ring, and by layer of memory access");
        add(MEMORY, Depth.QUICK, new AblationExperiment(), new LayersExperiment());
    }

    private void cache() {
        about.put(CACHE, "what neighbours on a line, records across lines, and small pages cost");
        add(CACHE, Depth.QUICK, new PaddingExperiment());
        add(CACHE, Depth.STANDARD, new AlignmentExperiment(), new PagesExperiment());
    }

    private void pollution() {
        about.put(POLLUTION,
                "how much slower the user's own code is for its calls, direct or off-loaded (FlexSC, figures 2 and 3)");
        PollutionFamily.quick().forEach(experiment -> all
                .add(new Planned(POLLUTION, experiment, SHORT, Map.of(), Depth.QUICK)));
        add(POLLUTION, Depth.FULL, PollutionFamily.experiments().toArray(Experiment[]::new));
    }

    private void calls() {
        about.put(SYSCALL, "system calls and delegated functions through pages, against direct ones and locks");
        add(SYSCALL, Depth.QUICK, new CostRig(), new SynchronousRig(), new PipelinedRig(), new BatchRig(),
                new BlockedRig(), new DelegatedRig());
        add(SYSCALL, Depth.STANDARD, new DirectExperiment(), new EntriesRig());
    }

    private void idle() {
        about.put(IDLE, "an engine that sleeps: the first call after it, and what it costs meanwhile");
        add(IDLE, Depth.QUICK, new WakeRig(), new IdleRig());
    }

    private void add(String family, Depth least, Experiment... experiments) {
        for (Experiment experiment : experiments) {
            all.add(new Planned(family, experiment, least));
        }
    }
}
