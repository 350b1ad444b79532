package io.sidecore.stress.crash;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How the processes of real rounds have died, by structure and side. Thread-safe. */
final class Casualties {
    /** Of death. */
    enum Manner {
        /** By SIGKILL that the process has sent itself, at a store. */
        KILLED_AT_A_STORE,
        /** By SIGKILL from the parent, or from another life of the process at its store. */
        KILLED_AT_ANY_TIME,
        /** By {@code Runtime.halt}, at its own store or at that of another life of the process. */
        HALTED
    }

    private final Map<Scenario, long[][]> counts = new EnumMap<>(Scenario.class);

    Casualties() {
        for (Scenario scenario : Scenario.values()) {
            counts.put(scenario, new long[2][Manner.values().length]);
        }
    }

    private static int side(boolean sends) {
        return sends ? 0 : 1;
    }

    synchronized void add(Scenario scenario, boolean sends, Manner manner) {
        counts.get(scenario)[side(sends)][manner.ordinal()]++;
    }

    synchronized long total() {
        return counts.values().stream().flatMap(Arrays::stream).flatMapToLong(Arrays::stream).sum();
    }

    synchronized String table(List<Scenario> scenarios) {
        StringBuilder text = new StringBuilder(String.format("  %-21s %22s %22s %22s%n", "", "kill -9 at a store",
                "kill -9 at any time", "halted"));
        for (Scenario scenario : scenarios) {
            for (boolean sends : new boolean[]{true, false}) {
                long[] of = counts.get(scenario)[side(sends)];
                text.append(String.format("  %-10s%-11s %22d %22d %22d%n", Scenario.names(List.of(scenario)),
                        sends ? "senders" : "receivers", of[Manner.KILLED_AT_A_STORE.ordinal()],
                        of[Manner.KILLED_AT_ANY_TIME.ordinal()], of[Manner.HALTED.ordinal()]));
            }
        }
        return text.toString();
    }
}
