package io.sidecore.bench.latency.load;

import io.sidecore.bench.latency.meter.Gaps;
import io.sidecore.bench.latency.meter.Histograms;
import org.HdrHistogram.Histogram;

/**
 * What one window has measured; used again for the next. Allocates nothing while a window runs. Written by the sender's thread.
 */
public final class Window {
    private final Histogram latency = Histograms.empty();
    private final Histogram service = Histograms.empty();
    private final Gaps gaps = new Gaps();
    private long asked;
    private long sent;
    private long late;
    private long latenessNanos;
    private long sendingNanos;
    private long lookedNanos;

    /** An empty window. */
    public Window() {}

    /** Makes it empty. */
    public void reset() {
        latency.reset();
        service.reset();
        gaps.reset();
        asked = 0;
        sent = 0;
        late = 0;
        latenessNanos = 0;
        sendingNanos = 0;
        lookedNanos = 0;
    }

    void look(long gap) {
        gaps.look(gap);
    }

    void sent(long lateness, long interval) {
        sent++;
        latenessNanos += lateness;
        if (lateness > interval) {
            late++;
        }
    }

    void returned(long fromIntended, long fromSent) {
        latency.recordValue(Histograms.within(fromIntended));
        service.recordValue(Histograms.within(fromSent));
    }

    /** All is back. What was not sent has at least the latency that it had when the sender gave up. */
    void end(Schedule schedule, long looked, long lastSent, long gaveUp) {
        asked = schedule.messages();
        lookedNanos = looked;
        // A window that is done early has kept its rate; one that is done late has not.
        sendingNanos = Math.max(schedule.nanos(), lastSent + schedule.interval());
        for (long number = sent; number < asked; number++) {
            latency.recordValue(Histograms.within(gaveUp - schedule.intended(number)));
        }
    }

    /** {@return from the intended sending to the return, one value for each message that was asked for} */
    public Histogram latency() {
        return latency;
    }

    /** {@return from the sending to the return, one value for each message that was sent} */
    public Histogram service() {
        return service;
    }

    /** {@return how long the sender's thread did not look at the clock} */
    public Gaps gaps() {
        return gaps;
    }

    /** {@return messages of the schedule} */
    public long asked() {
        return asked;
    }

    /** {@return messages that were sent before the sender gave up} */
    public long sent() {
        return sent;
    }

    /** {@return of these, how many more than one interval after their time} */
    public long late() {
        return late;
    }

    /** {@return by how much in all, in nanoseconds} */
    public long latenessNanos() {
        return latenessNanos;
    }

    /** {@return from the first sending to where the one behind the last was due or possible} */
    public long sendingNanos() {
        return sendingNanos;
    }

    /** {@return from the first look at the clock to the last} */
    public long lookedNanos() {
        return lookedNanos;
    }
}
