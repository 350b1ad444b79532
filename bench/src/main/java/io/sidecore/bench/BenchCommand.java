package io.sidecore.bench;

import io.sidecore.bench.calls.CallsCommand;
import io.sidecore.bench.calls.cost.CostRig;
import io.sidecore.bench.command.FamilyRun;
import io.sidecore.bench.rings.RingsCommand;
import io.sidecore.bench.rings.roundtrip.RoundTripRig;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** Measures what tells most in little time; each subcommand measures one kind of things in full. */
@CommandLine.Command(name = "bench", mixinStandardHelpOptions = true, subcommands = {RingsCommand.class,
        CallsCommand.class}, description = {
                "Measure the round trip of the rings, and what a call costs the application's core, on two pinned cores.",
                "The subcommands measure more. Run nothing else meanwhile: on a busy machine the figures mean little."})
public final class BenchCommand implements Command {
    @CommandLine.Mixin
    private FamilyRun run;

    /** Found by the command line. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.of(List.of(new RoundTripRig(), new CostRig()));
        return OK;
    }
}
