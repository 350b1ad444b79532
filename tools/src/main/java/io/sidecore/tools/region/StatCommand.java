package io.sidecore.tools.region;

import io.sidecore.tools.Command;
import io.sidecore.tools.engine.EngineStat;
import io.sidecore.tools.report.Looks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Shows what is going on in regions: positions, backlog, rates, who takes part, and who holds up the others. */
@CommandLine.Command(name = "stat", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Show the header, positions, rates and parties of shared-memory rings and latest values, and what holds them up.",
        "With process ids instead of files: the engines of system calls of these processes, what they count, and how long calls take.",
        "Only reads: a live ring or engine does not notice."}, footer = {"", "Examples:",
                "  sidecore stat /dev/shm/orders               one look, with rates over a second",
                "  sidecore stat --watch /dev/shm/*.ping       again every second until Ctrl-C",
                "  sidecore stat --json --interval 0 FILE      at once, one JSON object a line and file",
                "  sidecore stat --watch 4711                  the engines of process 4711, again every second", "",
                "Exit codes: 0 all is well, 1 a file cannot be read as a region, or a process has no engine to be seen, 2 wrong usage, 3 a region is damaged."})
public final class StatCommand implements Command {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE|PID", arity = "1..*", description = "Files of regions, or ids of processes.")
    private List<Path> files;

    @CommandLine.Option(names = "--interval", defaultValue = "1", paramLabel = "SECONDS", description = "Time over which rates are taken; 0: none, and no waiting (default: ${DEFAULT-VALUE}).")
    private double interval;

    @CommandLine.Option(names = "--watch", arity = "0..1", fallbackValue = "1", paramLabel = "SECONDS", preprocessor = AttachedValueOnly.class, description = "Look again every so many seconds, 1 if not told, until Ctrl-C.")
    private Double watch;

    @CommandLine.Option(names = "--json", description = "Print one JSON object a line for each file, or engine, and look.")
    private boolean json;

    private PrintWriter out;

    /** Made by the command line. */
    public StatCommand() {}

    @Override
    public Integer call() {
        check("--interval", interval, 0);
        check("--watch", watch == null ? 1 : watch, 0.01);
        if (files.stream().anyMatch(EngineStat::isProcess)) {
            return showProcesses();
        }
        List<Observation> observations = files.stream().map(Observation::new).toList();
        out = spec.commandLine().getOut();
        return new Looks(interval, watch, !json, out).run(() -> observations.forEach(Observation::observe),
                () -> observations.stream().anyMatch(observation -> observation.error() == null),
                () -> print(observations));
    }

    private void check(String option, double seconds, double least) {
        if (!(seconds >= least && seconds <= 86_400)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    option + " " + seconds + ": must be seconds from " + least + " to 86400");
        }
    }

    private int showProcesses() {
        if (!files.stream().allMatch(EngineStat::isProcess)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "files and processes cannot be mixed; a file with a number for its name is ./NUMBER");
        }
        return EngineStat.show(files, interval, watch, json, spec.commandLine());
    }

    private int print(List<Observation> observations) {
        int code = OK;
        for (Observation observation : observations) {
            boolean unreadable = observation.error() != null;
            if (json) {
                out.println(JsonReport.of(observation));
            } else if (unreadable) {
                spec.commandLine().getErr().println("sidecore: " + observation.error());
            } else {
                out.print(TextReport.of(observation));
            }
            boolean damaged = !unreadable && !observation.latest().view().faults().isEmpty();
            code = Math.max(code, unreadable ? FAILED : damaged ? VIOLATED : OK);
        }
        out.flush();
        return code;
    }
}
