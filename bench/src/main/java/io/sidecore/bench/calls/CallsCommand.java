package io.sidecore.bench.calls;

import io.sidecore.bench.calls.batch.BatchRig;
import io.sidecore.bench.calls.blocked.BlockedRig;
import io.sidecore.bench.calls.cost.CostRig;
import io.sidecore.bench.calls.delegated.DelegatedRig;
import io.sidecore.bench.calls.getppid.PipelinedRig;
import io.sidecore.bench.calls.getppid.SynchronousRig;
import io.sidecore.bench.calls.idle.IdleRig;
import io.sidecore.bench.calls.idle.WakeRig;
import io.sidecore.bench.command.FamilyRun;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** Measures calls through pages against direct calls and against floors, contenders taking turns within each fork. */
@CommandLine.Command(name = "calls", mixinStandardHelpOptions = true, description = {
        "Measure system calls and delegated functions through syscall pages against direct calls and bare cache lines.",
        "Contenders take turns of some milliseconds in one JVM; a ratio is taken in each round, and the median is shown.",
        "Run nothing else meanwhile: on a busy machine the figures mean little."})
public final class CallsCommand implements Command {
    private static final List<RigExperiment> FAMILIES = List.of(new CostRig(), new SynchronousRig(), new PipelinedRig(),
            new BatchRig(), new BlockedRig(), new DelegatedRig(), new WakeRig(), new IdleRig());

    @CommandLine.Mixin
    private FamilyRun run;

    @CommandLine.Parameters(arity = "0..*", paramLabel = "FAMILY", description = {"Default: all of these.",
            "cost: pwrite in bursts, what submitting and reaping take on the application's core",
            "synchronous: getppid, each waited for", "pipelined: getppid, 8 to 64 in flight",
            "batch: getppid in batches of 1 to 64, the executor spinning, asleep, or on the same core (FlexSC, figure 10)",
            "blocked: 1,000 short calls behind 16 that block",
            "delegated: a Java function on the syscall core, against locks and an executor",
            "wake: the first call after idle", "idle: CPU time of a process whose engine sleeps"})
    private List<String> names = List.of();

    /** Found by picocli. */
    public CallsCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.of(names.isEmpty() ? FAMILIES : run.named(FAMILIES, names));
        return OK;
    }
}
