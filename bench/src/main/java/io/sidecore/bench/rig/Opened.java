package io.sidecore.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entrants of a family that could be opened here.
 *
 * @param names      of those that could, in the family's order
 * @param contenders one for each name
 * @param missing    the others by name, and why
 */
record Opened(List<String> names, Contender[] contenders, Map<String, String> missing) {
    private static final int LONGEST_REASON = 200;

    /** Opens all entrants, each over a folder of its own, which is there already unless {@code create}. */
    static Opened all(RigExperiment family, Path folder, boolean create) throws IOException {
        List<String> names = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (Entrant entrant : family.entrants()) {
            Path own = folder.resolve("contender-" + (names.size() + missing.size()));
            if (create) {
                Files.createDirectories(own);
            }
            try {
                contenders.add(entrant.opening().open(own, create));
                names.add(entrant.name());
            } catch (Exception | LinkageError | AssertionError e) {
                if (!entrant.optional()) {
                    throw e;
                }
                missing.put(entrant.name(), reason(e));
            }
        }
        return new Opened(names, contenders.toArray(Contender[]::new), missing);
    }

    /** The innermost cause, on one line. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.toString().replaceAll("\\s+", " ");
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
    }
}
