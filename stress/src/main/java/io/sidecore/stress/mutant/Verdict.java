package io.sidecore.stress.mutant;

import io.sidecore.stress.failpoint.Site;
import java.util.List;

/**
 * What has become of a mutant.
 *
 * @param mutant    which
 * @param reached   whether its site was come by at all
 * @param structure that has killed it; null if it survived
 * @param round     that has killed it, and its seed if that is another than the run's; null if it survived
 * @param violation what was seen
 * @param argument  why it may survive; null if there is none
 */
record Verdict(Mutant mutant, boolean reached, String structure, String round, String violation, String argument) {
    private static final int MOST_WORDS = 110;

    /** Of a line of the worker. */
    static Verdict of(String[] field, List<Site> sites, Arguments arguments) {
        String[] which = field[1].split(" ");
        Site site = sites.get(Integer.parseInt(which[0]));
        Mutant mutant = Mutant.of(sites).stream().filter(one -> one.site().equals(site)
                && one.weakening().name().equals(which[1])).findFirst().orElseThrow();
        boolean survived = field[3].equals("survived");
        return new Verdict(mutant, Boolean.parseBoolean(field[2]), survived ? null : field[3],
                survived ? null : field[4], survived ? null : field[5], arguments.of(mutant));
    }

    boolean isKilled() {
        return structure != null;
    }

    boolean isExplained() {
        return isKilled() || argument != null;
    }

    String word() {
        return isKilled() ? "killed" : argument != null ? "ARGUED" : "SURVIVED";
    }

    /** In one line. */
    String reason() {
        if (isKilled()) {
            return structure.toLowerCase(java.util.Locale.ROOT) + " round " + round + ": " + inShort(violation);
        }
        return argument != null ? argument : reached ? "no violation was found" : "its site was never reached";
    }

    /** Without the dump that follows the first line, and without the names of classes and files. */
    static String inShort(String violation) {
        String line = violation.split("\u2028", 2)[0].replaceAll("io\\.sidecore\\.\\S*\\.", "")
                .replaceAll("/\\S*/rings/", "").strip();
        return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "...";
    }
}
