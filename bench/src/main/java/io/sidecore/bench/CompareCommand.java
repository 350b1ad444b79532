package io.sidecore.bench;

import io.sidecore.bench.report.Comparison;
import io.sidecore.bench.report.ComparisonText;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Says what has changed between two runs. */
@CommandLine.Command(name = "compare", mixinStandardHelpOptions = true, description = {
        "Say what has changed from one run to another beyond what forks differ by.",
        "Compared are times over that of the first contender of each experiment, at the same distance of the CPUs, and bytes allocated.",
        "Changed is what would come by chance in one case of 100 at most.",
        "Exit code 0: nothing has become more; 3: something has; 1: nothing can be said."})
final class CompareCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--all", description = "Show what is as before, too.")
    private boolean all;

    @CommandLine.Parameters(index = "0", paramLabel = "A.json", description = "results.json of the first run.")
    private Path before;

    @CommandLine.Parameters(index = "1", paramLabel = "B.json", description = "results.json of the second run.")
    private Path after;

    @Override
    public Integer call() throws IOException {
        Comparison comparison = Comparison.of(before, after);
        new ComparisonText(spec.commandLine().getOut()).print(comparison, all);
        List<Comparison.Change> changes = comparison.rows().stream().map(Comparison.Row::change).distinct().toList();
        if (changes.contains(Comparison.Change.MORE)) {
            return Command.VIOLATED;
        }
        // Nothing in common, or nothing that anything can be said of, is no result.
        return changes.equals(List.of(Comparison.Change.UNKNOWN)) || changes.isEmpty() ? Command.FAILED : Command.OK;
    }
}
