package io.sidecore.syscall;

import java.util.Arrays;
import java.util.List;

/**
 * Spreads an engine's pages over its cores: in the order of the list, a further core is brought in while the one before is busy all the time and
 * has a page to spare, and given back when the cores before it can do its work (FlexSC, section 4.1). A page stays where it is as long as
 * possible. For the watch's thread.
 *
 * <p>Busy is what was in a call, or had calls waiting, when the watch looked.
 */
final class Balance {
    /** Looks between two decisions. */
    private static final int WINDOW = 32;
    private static final int OVERLOADED_PERCENT = 90;
    /** Of two cores together, to make do with one. */
    private static final int SPARE_PERCENT = 60;

    private final List<SyscallCore> cores;
    private final int[] busy;
    private int looks;

    Balance(List<SyscallCore> cores) {
        this.cores = cores;
        this.busy = new int[cores.size()];
    }

    void look() {
        if (cores.size() == 1) {
            return;
        }
        for (int i = 0; i < busy.length; i++) {
            busy[i] += cores.get(i).isBusy() ? 1 : 0;
        }
        if (++looks == WINDOW) {
            decide();
            looks = 0;
            Arrays.fill(busy, 0);
        }
    }

    /** One page at a time, so that its effect is seen before the next. */
    private void decide() {
        for (int i = 0; i < busy.length; i++) {
            if (percent(i) >= OVERLOADED_PERCENT && cores.get(i).pages().count() > 1) {
                int target = leastBusy();
                if (percent(target) < OVERLOADED_PERCENT / 2) {
                    cores.get(i).pages().moveLastTo(cores.get(target));
                    return;
                }
            }
        }
        for (int i = busy.length - 1; i > 0; i--) {
            if (cores.get(i).pages().count() > 0 && percent(i) + percent(i - 1) < SPARE_PERCENT) {
                cores.get(i).pages().moveLastTo(cores.get(i - 1));
                return;
            }
        }
    }

    private int leastBusy() {
        int least = 0;
        for (int i = 1; i < busy.length; i++) {
            // One that has failed is idle, and takes no page.
            least = !cores.get(i).isStopping() && (busy[i] < busy[least] || cores.get(least).isStopping()) ? i : least;
        }
        return least;
    }

    private int percent(int core) {
        return 100 * busy[core] / WINDOW;
    }
}
