package io.sidecore.stress.soak;

import io.sidecore.tools.report.Json;
import java.util.List;

/**
 * What was seen in one interval, and at its end.
 *
 * @param seconds   since the start, at the end of the interval
 * @param resources of the process, at the end
 * @param loads     in their order
 */
record Sample(double seconds, Resources resources, List<Traffic> loads) {
    /**
     * One load in one interval.
     *
     * @param name   of the load
     * @param done   messages or calls that came to their end
     * @param p50    latency in microseconds; so are the others
     * @param p99    of it
     * @param p999   of it
     * @param most   of it
     */
    record Traffic(String name, long done, double p50, double p99, double p999, double most) {
        private Json toJson() {
            return new Json().put("load", name).put("done", done).put("p50Micros", p50).put("p99Micros", p99)
                    .put("p999Micros", p999).put("maxMicros", most);
        }
    }

    long done() {
        return loads.stream().mapToLong(Traffic::done).sum();
    }

    Json toJson() {
        return new Json().put("seconds", seconds).put("rssKiB", resources.rssKib()).put("heapKiB", resources.heapKib())
                .put("descriptors", resources.descriptors()).put("threads", resources.threads())
                .put("loads", loads.stream().map(Traffic::toJson).toList());
    }
}
