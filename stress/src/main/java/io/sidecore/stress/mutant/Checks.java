package io.sidecore.stress.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The checks of bounds, of places and of overwriting that mutants skip, by the names of these mutants. */
final class Checks {
    private static final String FILE = "checks.txt";
    private static final Set<String> NAMES = load();

    private Checks() {}

    private static Set<String> load() {
        try (InputStream file = Checks.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean contains(Mutant mutant) {
        return NAMES.contains(mutant.name());
    }

    static Set<String> names() {
        return NAMES;
    }

    /** Class and method of each. */
    static Set<String> methods() {
        return NAMES.stream().map(name -> name.split(" ")[0]).collect(Collectors.toUnmodifiableSet());
    }
}
