package io.sidecore.bench;

import io.sidecore.bench.report.Comparison;
import io.sidecore.bench.report.ComparisonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Says what has changed between two runs. */
@CommandLine.Command(name = "compare", mixinStandardHelpOptions = true, description = {
        "Say what has changed from one run to another beyond what forks differ by.",
        "Compared are times over that of the first contender of each experiment, and bytes allocated.",
        "Exit code 0: nothing has become more; 3: something has."})
final class CompareCommand implements Callable<Integer> {
    private static final int MORE = 3;

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
        return comparison.rows().stream().anyMatch(row -> row.change() == Comparison.Change.MORE) ? MORE : 0;
    }
}
