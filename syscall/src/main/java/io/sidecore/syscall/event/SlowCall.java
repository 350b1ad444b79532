package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A call took long: {@link #begun}, the call, {@link #finish}. Where it is recorded, every call costs two time stamps. */
@Name("io.sidecore.SlowCall")
@Label("Slow System Call")
@Category({"Sidecore", "System Calls"})
@Description("A system call took at least as long as the event's threshold; without the time that it waited in its page")
@StackTrace(false)
@Threshold("10 ms")
public final class SlowCall extends Event {
    @Label("System Call")
    @Description("Number of the call; from 65,536 on, a registered function's number and 65,536")
    private int systemCall;

    @Label("Page")
    @Description("The page that it was submitted to, as 'sidecore stat' numbers it; -1 if it is not counted")
    private int page;

    /** Tells whether such events are recorded, so that none is made if not. */
    private static final SlowCall ANY = new SlowCall();

    private SlowCall() {}

    /** {@return an event that has begun, or null if none is recorded} */
    public static SlowCall begun() {
        if (!ANY.isEnabled()) {
            return null;
        }
        SlowCall event = new SlowCall();
        event.begin();
        return event;
    }

    /**
     * Ends the call, and writes the event if it is recorded and took as long as the threshold.
     *
     * @param systemCall number of the call
     * @param page       that it was submitted to, see {@link io.sidecore.syscall.counters.PageCounters#index}
     */
    public void finish(int systemCall, int page) {
        end();
        if (shouldCommit()) {
            this.systemCall = systemCall;
            this.page = page;
            commit();
        }
    }
}
