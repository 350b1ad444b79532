package io.sidecore.stress.mutant;

import io.sidecore.stress.crash.trial.Message;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Site;
import io.sidecore.stress.weak.SharedWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Rounds in a weak memory, of the shipped code or of a mutant. One thread. */
final class WeakRounds {
    private final Path folder;
    private final List<Site> sites;
    private final long seed;
    private long played;

    WeakRounds(Path folder, List<Site> sites, long seed) {
        this.folder = folder;
        this.sites = sites;
        this.seed = seed;
    }

    /** The violation that a round has shown. */
    record Found(Structure structure, long seed, long round, Violation violation) {}

    /** Plays the rounds that are aimed at a mutant. */
    Found play(Mutant mutant, Aim aim) throws IOException, InterruptedException {
        return play(mutant, List.of(aim.structure()), aim.seed(), aim.first(), aim.rounds());
    }

    /** Plays rounds of the structures in turn until one shows a violation; null if none of them does. {@code mutant}: null for the shipped code. */
    Found play(Mutant mutant, List<Structure> structures, long first, long rounds)
            throws IOException, InterruptedException {
        return play(mutant, structures, seed, first, rounds);
    }

    private Found play(Mutant mutant, List<Structure> structures, long seed, long first, long rounds)
            throws IOException, InterruptedException {
        Memory.mutate(mutant);
        for (long round = first; round < first + rounds; round++) {
            Structure structure = structures.get((int) (round % structures.size()));
            SplittableRandom random = new SplittableRandom(Message.mix(seed ^ Message.mix(round)));
            SharedWords words = structure == Structure.ENGINE
                    ? new SharedWords(random, 16384)
                    : new SharedWords(random);
            Heap.use(new Heap(round % 4 == 3));
            Memory.use(words);
            try {
                played++;
                structure.play(seed, round, folder, sites, words);
            } catch (Violation e) {
                return new Found(structure, seed, round, e);
            } finally {
                Memory.use(null);
                Heap.use(null);
            }
        }
        return null;
    }

    long played() {
        return played;
    }
}
