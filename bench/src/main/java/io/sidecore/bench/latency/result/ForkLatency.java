package io.sidecore.bench.latency.result;

/**
 * What one fork has measured of one contender at one rate. Immutable.
 *
 * @param sending        how the schedule was kept
 * @param settled        whether the windows agreed before measuring began; otherwise the limit was reached
 * @param warmUpWindows  windows before those that count
 * @param bytesPerMessage allocated on the heap by the sender's thread
 * @param latency        from when each message was meant to be sent, in nanoseconds
 * @param service        from when each was sent
 * @param hiccups        what others have taken meanwhile
 */
public record ForkLatency(Sending sending, boolean settled, int warmUpWindows, double bytesPerMessage, Curve latency,
        Curve service, Hiccups hiccups) {}
