package io.sidecore.tools.engine;

import io.sidecore.tools.Command;
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
        return new EngineStat(processes, json, line).run(interval, watch);
    }

    private int run(double interval, Double watch) {
        processes.forEach(ProcessObservation::observe);
        double pause = watch == null ? interval : watch;
        if (pause > 0 && hasEngines()) {
            if (!sleep(pause)) {
                return Command.OK;
            }
            processes.forEach(ProcessObservation::observe);
        }
        int code = print(watch != null);
        while (watch != null && hasEngines() && sleep(watch)) {
            processes.forEach(ProcessObservation::observe);
            if (!json) {
                out.print(isTerminal() ? "\u001b[H\u001b[2J" : System.lineSeparator());
            }
            code = print(true);
        }
        return code;
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

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Whether to go on; false if somebody wants this thread to end. */
    private static boolean sleep(double seconds) {
        try {
            Thread.sleep((long) (seconds * 1000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
