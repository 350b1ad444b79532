package io.sidecore.bench.rings;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.report.FamilyResult;
import io.sidecore.bench.report.JsonReport;
import io.sidecore.bench.report.Machine;
import io.sidecore.bench.report.TextReport;
import io.sidecore.bench.rig.Effort;
import io.sidecore.bench.rig.Family;
import io.sidecore.bench.rig.Runner;
import io.sidecore.bench.rings.broadcast.BroadcastRig;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.bench.rings.roundtrip.AeronRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ChronicleRoundTripRig;
import io.sidecore.bench.rings.roundtrip.ProcessRoundTripRig;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import io.sidecore.bench.rings.throughput.Burst;
import io.sidecore.bench.rings.throughput.BurstsRig;
import io.sidecore.bench.rings.throughput.ChronicleThroughputRig;
import io.sidecore.bench.rings.throughput.LayoutRig;
import io.sidecore.bench.rings.throughput.ProducersRig;
import io.sidecore.bench.rings.throughput.ThroughputRig;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Measures the rings against floors and peers, contenders taking turns within each fork. */
@CommandLine.Command(name = "rings", mixinStandardHelpOptions = true, description = {
        "Measure the rings against bare cache lines and against the peers.",
        "Contenders take turns of some milliseconds in one JVM; a ratio is taken in each round, and the median is shown.",
        "Run nothing else meanwhile: on a busy machine the figures mean little."})
public final class RingsCommand implements Command {
    private static final List<Family> FAMILIES = List.of(new RoundTripRig(), new ProcessRoundTripRig(),
            new AeronRoundTripRig(), new ChronicleRoundTripRig(), new ThroughputRig(), new ChronicleThroughputRig(),
            new ProducersRig(), new BroadcastRig());
    private static final Family LAYOUT = new LayoutRig();
    private static final int[] BURSTS = {1, 4, 16, 64, 256, 1024};
    private static final int[] SWEEP = {8, 32, 56, 120, 248, 1024, 4096};

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--quick", description = "One short fork of each family: about a minute. Not for quoting.")
    private boolean quick;

    @CommandLine.Option(names = "--forks", paramLabel = "N", description = "JVMs for each family; default: 5, with --quick 1.")
    private Integer forks;

    @CommandLine.Option(names = "--size", paramLabel = "BYTES", defaultValue = "32", description = "Bytes of a message, a multiple of 8 from 8 to 4096; a round trip takes 56 at most, chronicle-throughput 248, broadcast always 48. Default: ${DEFAULT-VALUE}.")
    private int size;

    @CommandLine.Option(names = "--sweep", description = "Throughput with one producer only, for messages of 8 bytes to 4 KB.")
    private boolean sweep;

    @CommandLine.Option(names = "--bursts", description = "SpscRing in batches of 1 to 1,024 messages of 32 bytes only, one store each, against peers one by one.")
    private boolean bursts;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write figures, targets, every round and the machine as JSON.")
    private Path json;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FAMILY", description = "round-trip, processes, aeron, chronicle, throughput, chronicle-throughput, producers, broadcast; default: all of these. Only when named: layout (alignment, pages and capacity of an SpscRing).")
    private List<String> names = List.of();

    /** Found by picocli. */
    public RingsCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        effort = forks == null ? effort : effort.withForks(forks);
        Machine machine = new Machine(twoCpus());
        PrintWriter out = spec.commandLine().getOut();
        TextReport report = new TextReport(out);
        List<FamilyResult> results = new ArrayList<>();
        List<Family> families = families();
        Runner runner = new Runner(families, effort);
        for (int i = 0; i < families.size(); i++) {
            Family family = families.get(i);
            int bytes = family.bytes(sweep ? SWEEP[i] : size);
            System.setProperty(Payload.SIZE_PROPERTY, Integer.toString(bytes));
            if (bursts) {
                System.setProperty(Burst.PROPERTY, Integer.toString(BURSTS[i]));
                System.setProperty(Payload.CAPACITY_PROPERTY, Integer.toString(BurstsRig.RING_CAPACITY));
            }
            results.add(runner.run(family));
            report.contenders(results.getLast());
        }
        report.targets(results);
        out.println();
        machine.print(out);
        if (json != null) {
            JsonReport.write(json, machine.facts(), results);
        }
        return OK;
    }

    /** What the whole benchmark command quotes: round trips between two threads, with the default size. */
    public static FamilyResult roundTrips(boolean quick) throws IOException, InterruptedException {
        Family family = new RoundTripRig();
        return new Runner(List.of(family), quick ? Effort.QUICK : Effort.FULL).run(family);
    }

    /**
     * The CPUs to measure on.
     *
     * @return a plan with two of them
     * @throws CommandFailed if there is only one
     */
    public static CorePlan twoCpus() {
        CorePlan plan = CorePlan.automatic();
        if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
            throw new CommandFailed(
                    "the benchmarks need two CPUs, this process may use one only: " + plan.application().id());
        }
        return plan;
    }

    private void check() {
        if (size < 8 || size > Payload.LONGEST || size % 8 != 0) {
            throw wrong("--size " + size + ": must be a multiple of 8 from 8 to " + Payload.LONGEST);
        }
        if (forks != null && forks < 1) {
            throw wrong("--forks " + forks + ": must be positive");
        }
        if (sweep && bursts) {
            throw wrong("--sweep and --bursts: one at a time");
        }
        if ((sweep || bursts) && !names.isEmpty()) {
            throw wrong((sweep ? "--sweep" : "--bursts") + " is for throughput only: name no family with it");
        }
        List<String> known = Stream.concat(FAMILIES.stream(), Stream.of(LAYOUT)).map(Family::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw wrong("no family " + name + "; there are " + known.stream().collect(Collectors.joining(", ")));
            }
        }
        Path folder = json == null ? null : json.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw wrong("--json " + json + ": its folder is missing or cannot be written");
        }
    }

    private CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }

    private List<Family> families() {
        if (sweep) {
            return Collections.nCopies(SWEEP.length, new ThroughputRig());
        }
        if (bursts) {
            return Collections.nCopies(BURSTS.length, new BurstsRig());
        }
        return names.isEmpty()
                ? FAMILIES
                : Stream.concat(FAMILIES.stream(), Stream.of(LAYOUT)).filter(family -> names.contains(family.name()))
                        .toList();
    }
}
