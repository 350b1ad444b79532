package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A call has ended as cancelled, by its owner or by its deadline; on the thread that found it so. */
@Name("io.sidecore.CallCancelled")
@Label("Call Cancelled")
@Category({"Sidecore", "System Calls"})
@Description("A call has ended as cancelled, by its owner or by its deadline")
@StackTrace(false)
public final class CallCancelled extends Event {
    @Label("System Call")
    @Description("Number of the call; from 65,536 on, a registered function's number and 65,536")
    private int systemCall;

    @Label("Page")
    @Description("The page that it was submitted to, as 'sidecore stat' numbers it; -1 if it is not counted")
    private int page;

    @Label("Started")
    @Description("Whether its execution had begun, so that it was interrupted in the kernel")
    private boolean started;

    private CallCancelled() {}

    /**
     * Writes the event if it is recorded.
     *
     * @param systemCall number of the call
     * @param page       that it was submitted to, see {@link io.sidecore.syscall.counters.PageCounters#index}
     * @param started    whether its execution had begun
     */
    public static void emit(int systemCall, int page, boolean started) {
        CallCancelled event = new CallCancelled();
        if (event.shouldCommit()) {
            event.systemCall = systemCall;
            event.page = page;
            event.started = started;
            event.commit();
        }
    }
}
