package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.Scenario;
import io.sidecore.stress.crash.Workers;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The process that plays rounds of the shipped code and of its mutants, with patched classes in front of its class path. */
final class MutantWorker {
    private MutantWorker() {}

    /** Patched classes, rings, seed, rounds of the shipped code for each structure, of a mutant, first round, a regular expression of mutants, structures. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workers.endWithParent(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Site> sites = PatchedClasses.sites(Path.of(arguments[0]));
        WeakRounds rounds = new WeakRounds(Path.of(arguments[1]), sites, Long.parseLong(arguments[2]));
        long shipped = Long.parseLong(arguments[3]);
        long each = Long.parseLong(arguments[4]);
        long first = Long.parseLong(arguments[5]);
        List<Scenario> scenarios = Arrays.stream(arguments[7].split(",")).map(Scenario::valueOf).toList();
        PrintStream out = System.out;
        for (Scenario scenario : scenarios) {
            if (shipped > 0) {
                long start = System.nanoTime();
                WeakRounds.Found found = rounds.play(null, List.of(scenario), first, shipped);
                out.println(
                        "shipped\t" + scenario + "\t" + describe(found) + "\t" + (System.nanoTime() - start) / 1000000);
            }
        }
        for (Mutant mutant : Structures.mutants(sites)) {
            List<Scenario> concerned = Structures.of(mutant.site()).stream().filter(scenarios::contains).toList();
            if (!concerned.isEmpty() && each > 0 && mutant.toString().matches(arguments[6])) {
                long start = System.nanoTime();
                WeakRounds.Found found = rounds.play(mutant, concerned, first, each);
                out.println("mutant\t" + mutant.site().id() + "\t" + mutant.weakening().name() + "\t" + Memory.reached()
                        + "\t" + describe(found) + "\t" + (System.nanoTime() - start) / 1000000 + "\t" + mutant);
            }
        }
        out.println("rounds\t" + rounds.played());
    }

    private static String describe(WeakRounds.Found found) {
        return found == null
                ? "-\t-\t-"
                : found.scenario() + "\t" + found.round() + "\t" + found.violation().getMessage().replace("\n",
                        "\u2028");
    }
}
