package io.sidecore.bench.latency.fork;

import io.sidecore.bench.latency.transport.Entrant;
import io.sidecore.bench.latency.transport.Entrants;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a fork is to measure.
 *
 * @param group     of contenders
 * @param processes whether between two processes
 * @param synced    whether calls are followed by fdatasync
 * @param rates     messages a second, one after the other
 * @param effort    how much of each
 */
public record LatencyPlan(Entrants group, boolean processes, boolean synced, List<Long> rates, LatencyEffort effort) {
    private static final long START_MILLIS = 2000;

    /** Copies the list. */
    public LatencyPlan {
        rates = List.copyOf(rates);
    }

    /** {@return the contenders} */
    public List<Entrant> members() {
        return group.members(processes, synced);
    }

    /** {@return about how long a fork takes at most, unless rates are missed; in milliseconds} */
    public long millis() {
        return rates.size() * members().size() * effort.millis() + START_MILLIS;
    }

    /** {@return all of it as words of a command line} */
    public List<String> words() {
        return List.of(group.name(), processes + "", synced + "",
                rates.stream().map(Object::toString).collect(Collectors.joining(",")), effort.windowMillis() + "",
                effort.settleWindows() + "", effort.warmUpWindows() + "", effort.rounds() + "",
                effort.roundWindows() + "", effort.idleMillis() + "");
    }

    static LatencyPlan of(List<String> words) {
        int[] effort = words.subList(4, 10).stream().mapToInt(Integer::parseInt).toArray();
        return new LatencyPlan(Entrants.valueOf(words.get(0)), Boolean.parseBoolean(words.get(1)),
                Boolean.parseBoolean(words.get(2)), Arrays.stream(words.get(3).split(",")).map(Long::valueOf).toList(),
                new LatencyEffort(effort[0], effort[1], effort[2], effort[3], effort[4], effort[5]));
    }
}
