package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A syscall thread was stuck in a call, and another has become active on the core; on the thread of the other. */
@Name("io.sidecore.HandOff")
@Label("Hand-Off")
@Category({"Sidecore", "System Calls"})
@Description("A syscall thread was stuck in a call, and another has taken over the core's pages")
@StackTrace(false)
public final class HandOff extends Event {
    @Label("CPU")
    @Description("The syscall core; -1 if its threads are not pinned")
    private int cpu;

    @Label("System Call")
    @Description("Number of the call that holds the first thread up")
    private int systemCall;

    @Label("Time in Call")
    @Description("How long it has been in the call so far")
    @Timespan
    private long timeInCall;

    @Label("Threads")
    @Description("Threads that the core has now")
    private int threads;

    private HandOff() {}

    /**
     * Writes the event if it is recorded.
     *
     * @param cpu        the syscall core, −1 if its threads are not pinned
     * @param systemCall number of the call that holds the first thread up
     * @param timeInCall nanoseconds that it has been in the call so far
     * @param threads    that the core has now
     */
    public static void emit(int cpu, int systemCall, long timeInCall, int threads) {
        HandOff event = new HandOff();
        if (event.shouldCommit()) {
            event.cpu = cpu;
            event.systemCall = systemCall;
            event.timeInCall = timeInCall;
            event.threads = threads;
            event.commit();
        }
    }
}
