package io.sidecore.bench.command;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.report.ExperimentResult;
import io.sidecore.bench.report.JsonReport;
import io.sidecore.bench.report.Machine;
import io.sidecore.bench.report.TextReport;
import io.sidecore.bench.rig.Effort;
import io.sidecore.bench.rig.RigExperiment;
import io.sidecore.bench.rig.Runner;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** A run of families: its options, to be mixed into a command, and what it prints and writes. */
public final class FamilyRun {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Option(names = "--quick", description = "One fork of each family: seconds each. Not for quoting.")
    private boolean quick;

    @CommandLine.Option(names = "--forks", paramLabel = "N", description = "JVMs for each family; default: 5, with --quick 1.")
    private Integer forks;

    @CommandLine.Option(names = "--json", paramLabel = "FILE", description = "Write figures, targets, every round and the machine as JSON.")
    private Path json;

    /** Made by picocli. */
    public FamilyRun() {}

    /**
     * Picks families by name.
     *
     * @param known those there are
     * @param names as given on the command line
     * @return those that are named, in the order of the known ones
     * @throws CommandLine.ParameterException if there is none of such a name
     */
    public List<RigExperiment> named(List<RigExperiment> known, List<String> names) {
        List<String> all = known.stream().map(RigExperiment::name).toList();
        for (String name : names) {
            if (!all.contains(name)) {
                throw wrong("no family " + name + "; there are " + all.stream().collect(Collectors.joining(", ")));
            }
        }
        return known.stream().filter(family -> names.contains(family.name())).toList();
    }

    /**
     * Runs families one after the other; prints a table of each, the targets and the machine.
     *
     * @param families what to measure
     * @return what was measured
     * @throws IOException                    if files cannot be written
     * @throws InterruptedException           if interrupted
     * @throws CommandLine.ParameterException if an option is wrong
     * @throws CommandFailed                  if there is one CPU only, or a contender failed
     */
    public List<ExperimentResult> of(List<RigExperiment> families) throws IOException, InterruptedException {
        return of(families, index -> {});
    }

    /**
     * The same, with something to do before each family, such as setting system properties for its forks.
     *
     * @param families   what to measure
     * @param beforeEach gets the index of the family
     * @return what was measured
     * @throws IOException                    if files cannot be written
     * @throws InterruptedException           if interrupted
     * @throws CommandLine.ParameterException if an option is wrong
     * @throws CommandFailed                  if there is one CPU only, or a contender failed
     */
    public List<ExperimentResult> of(List<RigExperiment> families, IntConsumer beforeEach)
            throws IOException, InterruptedException {
        check();
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        effort = forks == null ? effort : effort.withForks(forks);
        Machine machine = new Machine(twoCpus());
        PrintWriter out = spec.commandLine().getOut();
        TextReport report = new TextReport(out);
        List<ExperimentResult> results = new ArrayList<>();
        Runner runner = new Runner(families, effort);
        for (int i = 0; i < families.size(); i++) {
            beforeEach.accept(i);
            results.add(runner.run(families.get(i)));
            report.contenders(results.getLast());
        }
        report.targets(results);
        out.println();
        machine.print(out);
        if (json != null) {
            JsonReport.write(json, machine.facts(), results);
        }
        return results;
    }

    private static CorePlan twoCpus() {
        CorePlan plan = CorePlan.automatic();
        if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
            throw new CommandFailed(
                    "the benchmarks need two CPUs, this process may use one only: " + plan.application().id());
        }
        return plan;
    }

    private void check() {
        if (forks != null && forks < 1) {
            throw wrong("--forks " + forks + ": must be positive");
        }
        Path folder = json == null ? null : json.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw wrong("--json " + json + ": its folder is missing or cannot be written");
        }
    }

    /**
     * A mistake of the user's.
     *
     * @param why what is wrong, for the user
     * @return to be thrown
     */
    public CommandLine.ParameterException wrong(String why) {
        return new CommandLine.ParameterException(spec.commandLine(), why);
    }
}
