package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The active thread of a syscall core has slept: {@link #begun}, the sleep, {@link #end}, {@link #write}. */
@Name("io.sidecore.CoreSleep")
@Label("Core Sleep")
@Category({"Sidecore", "System Calls"})
@Description("The active thread of a syscall core has slept until a submitter woke it")
@StackTrace(false)
@Threshold("10 ms")
public final class CoreSleep extends Event {
    @Label("CPU")
    @Description("The syscall core; -1 if its threads are not pinned")
    private int cpu;

    /** Tells whether such events are recorded, so that none is made if not. */
    private static final CoreSleep ANY = new CoreSleep();

    private CoreSleep() {}

    /** {@return an event that has begun, or null if none is recorded} */
    public static CoreSleep begun() {
        if (!ANY.isEnabled()) {
            return null;
        }
        CoreSleep event = new CoreSleep();
        event.begin();
        return event;
    }

    /**
     * Writes the event if it took as long as the threshold.
     *
     * @param cpu the syscall core, −1 if its threads are not pinned
     */
    public void write(int cpu) {
        if (shouldCommit()) {
            this.cpu = cpu;
            commit();
        }
    }
}
