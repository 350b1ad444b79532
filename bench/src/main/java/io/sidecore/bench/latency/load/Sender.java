package io.sidecore.bench.latency.load;

/** Sends on a schedule, and times what comes back. One thread. */
public interface Sender {
    /** Messages in flight at most; who is further behind sends later, and the latency counts from when it was meant to be sent. */
    int IN_FLIGHT = 1024;

    /**
     * Runs one window: sends all messages of a schedule, each when it is due or, if that has passed, at once; returns when all are back. Spins.
     *
     * <p>A sender that is not done half the window's length after its end gives up: what is not sent by then is counted, with the time that it was
     * overdue as its latency, which is less than it would have been.
     *
     * @param schedule of the window; begins now
     * @param window   receives what is measured, from a reset state
     * @throws IllegalStateException if a message comes back twice, or out of order, or not within {@link SenderLoop#LOST_NANOS}
     */
    void run(Schedule schedule, Window window);
}
