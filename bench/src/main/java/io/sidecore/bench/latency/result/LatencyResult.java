package io.sidecore.bench.latency.result;

import io.sidecore.bench.report.Spread;
import java.util.List;

/**
 * What was measured of one contender at one rate, in all forks. Immutable; made when the run is over.
 *
 * @param group     that it was compared in; ratios are taken within one
 * @param contender by name
 * @param tag       the same as in file names and logs
 * @param rate      messages a second that were asked for
 * @param processes whether between two processes
 * @param latency   of all forks together, from when each message was meant to be sent, in nanoseconds
 * @param service   of all forks together, from when each was sent
 * @param forks     one by one
 */
public record LatencyResult(String group, String contender, String tag, long rate, boolean processes, Curve latency,
        Curve service, List<ForkLatency> forks) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no fork
     */
    public LatencyResult {
        forks = List.copyOf(forks);
        if (forks.isEmpty()) {
            throw new IllegalArgumentException(contender + ": no fork has measured it");
        }
    }

    /** {@return messages a second, the median of the forks} */
    public double achieved() {
        return Spread.median(forks.stream().mapToDouble(fork -> fork.sending().achieved()).toArray());
    }

    /** {@return whether the rate was missed in any fork} */
    public boolean missed() {
        return forks.stream().anyMatch(fork -> fork.sending().missed());
    }

    /** {@return whether all forks had settled before they measured} */
    public boolean settled() {
        return forks.stream().allMatch(ForkLatency::settled);
    }

    /**
     * A percentile over that of another contender, fork by fork.
     *
     * @param base       the other, of the same group and rate
     * @param percentile of 100
     * @return a ratio for each fork, or none where either has missed the rate: a percentile of a growing queue is no figure
     */
    public double[] ratios(LatencyResult base, double percentile) {
        if (missed() || base.missed()) {
            return new double[0];
        }
        double[] ratios = new double[forks.size()];
        for (int fork = 0; fork < ratios.length; fork++) {
            ratios[fork] = (double) forks.get(fork).latency().nanosAt(percentile)
                    / Math.max(1, base.forks.get(fork).latency().nanosAt(percentile));
        }
        return ratios;
    }
}
