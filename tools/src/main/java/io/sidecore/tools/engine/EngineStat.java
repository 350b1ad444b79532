package io.sidecore.tools.engine;

import io.sidecore.tools.Command;
import io.sidecore.tools.report.Looks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** {@code stat} with process ids instead of files. */
public final class EngineStat {
    private final List<ProcessObservation> processes;
    private final boolean json;
    private final PrintWriter out;
    private final PrintWriter err;

    private EngineStat(List<ProcessObservation> processes, boolean json, CommandLine line) {
        this.processes = processes;
        this.json = json;
        this.out = line.getOut();
        this.err = line.getErr();
    }

    /**
     * Whether an argument is the id of a process rather than the name of a file; {@code ./123} is a file.
     *
     * @param argument of the command
     * @return whether it is a number
     */
    public static boolean isProcess(Path argument) {
        return argument.toString().matches("\\d{1,9}");
    }

    /**
     * Shows the engines of processes.
     *
     * @param pids     their ids
     * @param interval seconds over which rates are taken; 0: none
     * @param watch    seconds between looks; null: one look only
     * @param json     one JSON object a line for each engine, instead of text
     * @param line     where to write
     * @return exit code
     */
    public static int show(List<Path> pids, double interval, Double watch, boolean json, CommandLine line) {
        List<ProcessObservation> processes = pids.stream()
                .map(pid -> new ProcessObservation(Long.parseLong(pid.toString()))).toList();
        EngineStat stat = new EngineStat(processes, json, line);
        return new Looks(interval, watch, !json, line.getOut()).run(
                () -> processes.forEach(ProcessObservation::observe),
                stat::hasEngines, () -> stat.print(watch != null));
    }

    private boolean hasEngines() {
        return processes.stream().anyMatch(process -> !process.engines().isEmpty());
    }

    private int print(boolean watching) {
        int code = Command.OK;
        for (ProcessObservation process : processes) {
            for (EngineLook engine : process.engines()) {
                out.print(json
                        ? JsonReport.of(process.process(), engine) + System.lineSeparator()
                        : TextReport.of(process.process(), engine, watching));
            }
            for (String error : process.errors()) {
                if (json) {
                    out.println(JsonReport.ofError(process.pid(), error));
                } else {
                    err.println("sidecore: " + error);
                }
                code = Command.FAILED;
            }
        }
        out.flush();
        return code;
    }
}
