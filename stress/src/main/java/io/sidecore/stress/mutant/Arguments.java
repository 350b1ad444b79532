package io.sidecore.stress.mutant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why some mutants survive: a file of mutants, one a line, each group followed by its argument, which is indented. */
final class Arguments {
    private static final String FILE = "survivors.txt";

    private final Map<String, String> arguments = new LinkedHashMap<>();

    private Arguments() {}

    static Arguments load() throws IOException {
        try (InputStream file = Arguments.class.getResourceAsStream(FILE)) {
            return parse(new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)));
        }
    }

    static Arguments parse(BufferedReader lines) throws IOException {
        Arguments parsed = new Arguments();
        List<String> group = new ArrayList<>();
        boolean argued = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                argued = true;
                String more = line.strip();
                group.forEach(name -> parsed.arguments.merge(name, more, (a, b) -> a + " " + b));
            } else {
                if (argued) {
                    group.clear();
                    argued = false;
                }
                group.add(line.strip());
            }
        }
        return parsed;
    }

    /** Null if there is none. */
    String of(Mutant mutant) {
        return of(mutant.name());
    }

    String of(String name) {
        return arguments.get(name);
    }

    /** Mutants that there are arguments for. */
    Set<String> names() {
        return arguments.keySet();
    }
}
