package io.sidecore.stress.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rounds that are known to kill a mutant which few others do; they come before all others, whatever the seed of the run is.
 *
 * @param structure that they are played with
 * @param seed      of these rounds
 * @param first     number of the first one
 * @param rounds    how many
 * @param mutant    its name
 */
record Aim(Structure structure, long seed, long first, long rounds, String mutant) {
    private static final String FILE = "aims.txt";

    /** All of them, by the names of their mutants. */
    static Map<String, Aim> load() throws IOException {
        try (InputStream file = Aim.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).map(Aim::ofLine)
                    .collect(Collectors.toUnmodifiableMap(Aim::mutant, Function.identity()));
        }
    }

    private static Aim ofLine(String line) {
        String[] field = line.split(" ", 5);
        return new Aim(Structure.valueOf(field[0].toUpperCase(Locale.ROOT)), Long.parseLong(field[1]),
                Long.parseLong(field[2]), Long.parseLong(field[3]), field[4]);
    }
}
