package io.sidecore.bench.rings;

import io.sidecore.bench.command.FamilyRun;
import io.sidecore.bench.rig.RigExperiment;
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
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Measures the rings against floors and peers, contenders taking turns within each fork. */
@CommandLine.Command(name = "rings", mixinStandardHelpOptions = true, description = {
        "Measure the rings against bare cache lines and against the peers.",
        "Contenders take turns of some milliseconds in one JVM; a ratio is taken in each round, and the median is shown.",
        "Run nothing else meanwhile: on a busy machine the figures mean little."})
public final class RingsCommand implements Command {
    private static final List<RigExperiment> FAMILIES = List.of(new RoundTripRig(), new ProcessRoundTripRig(),
            new AeronRoundTripRig(), new ChronicleRoundTripRig(), new ThroughputRig(), new ChronicleThroughputRig(),
            new ProducersRig(), new BroadcastRig());
    private static final RigExperiment LAYOUT = new LayoutRig();
    private static final int[] BURSTS = {1, 4, 16, 64, 256, 1024};
    private static final int[] SWEEP = {8, 32, 56, 120, 248, 1024, 4096};

    @CommandLine.Mixin
    private FamilyRun run;

    @CommandLine.Option(names = "--size", paramLabel = "BYTES", defaultValue = "32", description = "Bytes of a message, a multiple of 8 from 8 to 4096; a round trip takes 56 at most, chronicle-throughput 248, broadcast always 48. Default: ${DEFAULT-VALUE}.")
    private int size;

    @CommandLine.Option(names = "--sweep", description = "Throughput with one producer only, for messages of 8 bytes to 4 KB.")
    private boolean sweep;

    @CommandLine.Option(names = "--bursts", description = "SpscRing in batches of 1 to 1,024 messages of 32 bytes only, one store each, against peers one by one.")
    private boolean bursts;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FAMILY", description = "round-trip, processes, aeron, chronicle, throughput, chronicle-throughput, producers, broadcast; default: all of these. Only when named: layout (alignment, pages and capacity of an SpscRing).")
    private List<String> names = List.of();

    /** Found by picocli. */
    public RingsCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        run.of(families(), this::prepare);
        return OK;
    }

    private void prepare(int index) {
        RigExperiment family = families().get(index);
        System.setProperty(Payload.SIZE_PROPERTY, Integer.toString(family.bytes(sweep ? SWEEP[index] : size)));
        if (bursts) {
            System.setProperty(Burst.PROPERTY, Integer.toString(BURSTS[index]));
            System.setProperty(Payload.CAPACITY_PROPERTY, Integer.toString(BurstsRig.RING_CAPACITY));
        }
    }

    private void check() {
        if (size < 8 || size > Payload.LONGEST || size % 8 != 0) {
            throw run.wrong("--size " + size + ": must be a multiple of 8 from 8 to " + Payload.LONGEST);
        }
        if (sweep && bursts) {
            throw run.wrong("--sweep and --bursts: one at a time");
        }
        if ((sweep || bursts) && !names.isEmpty()) {
            throw run.wrong((sweep ? "--sweep" : "--bursts") + " is for throughput only: name no family with it");
        }
    }

    private List<RigExperiment> families() {
        if (sweep) {
            return Collections.nCopies(SWEEP.length, new ThroughputRig());
        }
        if (bursts) {
            return Collections.nCopies(BURSTS.length, new BurstsRig());
        }
        return names.isEmpty()
                ? FAMILIES
                : run.named(Stream.concat(FAMILIES.stream(), Stream.of(LAYOUT)).toList(), names);
    }
}
