package io.sidecore.stress.crash;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.failpoint.Witness;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The process that plays simulated rounds, with patched classes in front of its class path. */
final class SimulatedWorker {
    private SimulatedWorker() {}

    /** Which scenarios, from which round, to which, until when at the latest. */
    record Task(List<Scenario> scenarios, long seed, long first, long rounds, long millis) {
        List<String> arguments() {
            return List.of(String.join(",", scenarios.stream().map(Enum::name).toList()), Long.toString(seed),
                    Long.toString(first), Long.toString(rounds), Long.toString(millis));
        }

        static Task of(String[] arguments, int from) {
            return new Task(java.util.Arrays.stream(arguments[from].split(",")).map(Scenario::valueOf).toList(),
                    Long.parseLong(arguments[from + 1]), Long.parseLong(arguments[from + 2]),
                    Long.parseLong(arguments[from + 3]), Long.parseLong(arguments[from + 4]));
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workers.endWithParent(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Path patched = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Task task = Task.of(arguments, 2);
        List<Site> sites = PatchedClasses.sites(patched);
        Toll deaths = new Toll(sites);
        PrintStream out = System.out;
        long start = System.currentTimeMillis();
        long shown = start;
        long number = task.first;
        for (; number < task.first + task.rounds && System.currentTimeMillis() - start < task.millis; number++) {
            Scenario scenario = Scenario.ofRound(task.scenarios, number);
            try {
                new SimulatedRound(scenario, task.seed, number, folder, sites, deaths.of(scenario), Witness.NONE)
                        .play();
            } catch (Violation e) {
                out.println("violation " + scenario + " " + number + " " + e.getMessage().replace("\n", "\u2028"));
                if (e.getCause() != null && !(e.getCause() instanceof Violation)) {
                    e.getCause().printStackTrace();
                }
                number++;
                break;
            }
            if (System.currentTimeMillis() - shown > 2000) {
                shown = System.currentTimeMillis();
                out.println("progress " + (number + 1 - task.first) + " " + deaths.total());
            }
        }
        deaths.lines().forEach(line -> out.println("deaths " + line));
        out.println("rounds " + (number - task.first));
    }
}
