package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.Workers;
import io.sidecore.stress.failpoint.PatchedClasses;
import io.sidecore.stress.failpoint.Site;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The process that plays rounds of the shipped code and of its mutants, with patched classes in front of its class path. */
final class MutantWorker {
    private MutantWorker() {}

    /** What is to be played: rounds of the shipped code for each structure, of a mutant, of one that is argued, and of the engine at most; {@code mutants}: a regular expression. */
    record Task(long seed, long first, long shipped, long rounds, long argued, long engine,
            List<Structure> structures, String mutants) {
        List<String> arguments() {
            return List.of(Long.toString(seed), Long.toString(first), Long.toString(shipped), Long.toString(rounds),
                    Long.toString(argued), Long.toString(engine),
                    String.join(",", structures.stream().map(Enum::name).toList()), mutants);
        }

        long rounds(List<Structure> played, long wanted) {
            return played.contains(Structure.ENGINE) ? Math.min(wanted, engine) : wanted;
        }

        /** Then nobody wants to see others. */
        boolean isOneRound() {
            return rounds == 1;
        }

        static Task of(String[] arguments, int from) {
            long[] number = new long[6];
            Arrays.setAll(number, i -> Long.parseLong(arguments[from + i]));
            return new Task(number[0], number[1], number[2], number[3], number[4], number[5],
                    Arrays.stream(arguments[from + 6].split(",")).map(Structure::valueOf).toList(),
                    arguments[from + 7]);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Workers.endWithParent(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Site> sites = PatchedClasses.sites(Path.of(arguments[0]));
        Task task = Task.of(arguments, 2);
        WeakRounds rounds = new WeakRounds(Path.of(arguments[1]), sites, task.seed);
        for (Structure structure : task.structures) {
            if (task.shipped > 0) {
                report(task, "shipped", structure.name(), "true",
                        rounds.play(null, List.of(structure), task.first,
                                task.rounds(List.of(structure), task.shipped)));
            }
        }
        Arguments argued = Arguments.load();
        Map<String, Aim> aims = Aim.load();
        for (Mutant mutant : Mutant.of(sites)) {
            Aim aim = aims.get(mutant.name());
            boolean isAimedAt = aim != null && task.structures.contains(aim.structure());
            List<Structure> structures = Structure.at(mutant.site()).stream().filter(task.structures::contains)
                    .toList();
            if (structures.isEmpty() && isAimedAt) {
                structures = List.of(aim.structure());
            }
            long count = task.rounds(structures, argued.of(mutant) == null ? task.rounds : task.argued);
            if (!structures.isEmpty() && count > 0 && mutant.name().matches(task.mutants)) {
                WeakRounds.Found found = isAimedAt && !task.isOneRound() ? rounds.play(mutant, aim) : null;
                if (found == null) {
                    found = rounds.play(mutant, structures, task.first, count);
                }
                report(task, "mutant", mutant.site().id() + " " + mutant.weakening().name(),
                        Boolean.toString(Memory.reached()), found);
            }
        }
        report(task, "rounds", Long.toString(rounds.played()), "true", null);
    }

    /** One line: of what, which, whether its site was reached, and structure, round and violation if there was one. */
    private static void report(Task task, String what, String which, String reached, WeakRounds.Found found) {
        System.out.println(String.join("\t", what, which, reached, found == null
                ? "survived"
                : found.structure() + "\t" + found.round()
                        + (found.seed() == task.seed ? "" : " of seed " + found.seed())
                        + "\t" + found.violation().getMessage().replace("\n",
                                "\u2028").replace('\t', ' ')));
    }
}
