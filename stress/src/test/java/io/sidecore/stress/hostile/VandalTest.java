package io.sidecore.stress.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.hostile.side.Structure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the vandal does follows from its seed, stays within the region, and leaves no part of it alone. */
class VandalTest {
    private static final int STRIKES = 3000;

    @TempDir
    private Path folder;

    private byte[] struck(Structure structure, Shape shape, Path file, int seed) throws IOException {
        structure.create(file, shape);
        byte[] before = Files.readAllBytes(file);
        try (Arena arena = Arena.ofConfined()) {
            Vandal vandal = Vandal.at(file, structure, shape, new SplittableRandom(seed), arena);
            for (int i = 0; i < STRIKES; i++) {
                vandal.strike();
            }
            assertThat(vandal.written()).isGreaterThan(STRIKES);
        }
        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSameSizeAs(before);
        return after;
    }

    @ParameterizedTest
    @EnumSource(Structure.class)
    void aSeedDecidesEveryWord(Structure structure) throws IOException {
        Shape shape = structure.shape(new SplittableRandom(1));
        byte[] first = struck(structure, shape, folder.resolve("a"), 7);
        byte[] second = struck(structure, shape, folder.resolve("b"), 7);
        byte[] other = struck(structure, shape, folder.resolve("c"), 8);
        // The fields of creation, time and process, are what they are; a word that was made of them differs, too.
        int differences = 0;
        int otherDifferences = 0;
        for (int i = 0; i < first.length; i++) {
            differences += first[i] == second[i] ? 0 : 1;
            otherDifferences += first[i] == other[i] ? 0 : 1;
        }
        assertThat(differences).isLessThan(otherDifferences / 2);
    }

    @ParameterizedTest
    @EnumSource(Structure.class)
    void wordsOfHeaderPartiesAndRecordsAreAllWithinReach(Structure structure) throws IOException {
        Shape shape = structure.shape(new SplittableRandom(1));
        Path file = folder.resolve("region");
        structure.create(file, shape);
        Words words = Words.of(structure, shape, Files.size(file));
        SplittableRandom random = new SplittableRandom(1);
        boolean[] seen = new boolean[(int) (Files.size(file) / Long.BYTES)];
        for (int i = 0; i < 100_000; i++) {
            seen[(int) (words.any(random) / Long.BYTES)] = true;
        }
        for (long position : words.positions()) {
            assertThat(seen[(int) position / Long.BYTES]).as("position at " + position).isTrue();
        }
        for (int at : new int[]{0, 16, 32, 40, 96, 256, 384, 768, 896, 1024, 1152, 1152 + 40}) {
            assertThat(seen[at / Long.BYTES]).as("word at " + at).isTrue();
        }
        for (long run : words.records()) {
            for (long at = run; at < run + words.capacity(); at += words.alignment()) {
                assertThat(seen[(int) at / Long.BYTES]).as("record at " + at).isTrue();
            }
        }
    }
}
