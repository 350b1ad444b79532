package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The active thread of a syscall core has slept: {@link #begin}, the sleep, {@link #finish}. */
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

    /** An event that has not begun. */
    public CoreSleep() {}

    /**
     * Ends the sleep, and writes the event if it is recorded and took as long as the threshold.
     *
     * @param cpu the syscall core, −1 if its threads are not pinned
     */
    public void finish(int cpu) {
        end();
        if (shouldCommit()) {
            this.cpu = cpu;
            commit();
        }
    }
}
