package io.sidecore.syscall.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;

/** A submission was refused; on the submitting thread, with its stack. At most a hundred a second, for whoever is refused tries again. */
@Name("io.sidecore.PageFull")
@Label("Page Full")
@Category({"Sidecore", "System Calls"})
@Description("A submission was refused, because as many calls were in flight as the page has entries")
@Throttle("100/s")
public final class PageFull extends Event {
    @Label("Page")
    @Description("As 'sidecore stat' numbers it; -1 if it is not counted")
    private int page;

    @Label("Capacity")
    @Description("Calls in flight at most")
    private int capacity;

    private PageFull() {}

    /**
     * Writes the event if it is recorded.
     *
     * @param page     that was full, see {@link io.sidecore.syscall.counters.PageCounters#index}
     * @param capacity calls in flight at most
     */
    public static void emit(int page, int capacity) {
        PageFull event = new PageFull();
        if (event.shouldCommit()) {
            event.page = page;
            event.capacity = capacity;
            event.commit();
        }
    }
}
