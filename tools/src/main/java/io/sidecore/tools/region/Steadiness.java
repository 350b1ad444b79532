package io.sidecore.tools.region;

import java.util.HashMap;
import java.util.Map;

/** For how long numbers have been seen not to change. */
final class Steadiness {
    private record Since(long value, long nanos) {}

    private Map<String, Since> numbers = Map.of();

    /** Looks at all of them, at a time of {@link System#nanoTime}; those that are not there begin anew when they come back. */
    void see(Map<String, Long> now, long nanos) {
        Map<String, Since> seen = new HashMap<>();
        now.forEach((name, value) -> {
            Since before = numbers.get(name);
            seen.put(name, before != null && before.value == value ? before : new Since(value, nanos));
        });
        numbers = seen;
    }

    /** Seconds from the first look at the present value to {@code nanos}: 0 at that look, and for what was not seen. */
    double seconds(String name, long nanos) {
        Since since = numbers.get(name);
        return since == null ? 0 : (nanos - since.nanos) / 1e9;
    }
}
