package io.sidecore.syscall;

import java.util.SplittableRandom;

/** Uses a page that others use, too: one call after the other. */
final class SharedOwner {
    private final EngineCalls calls;
    private final SharedPage page;
    private final SplittableRandom choice;
    private final long first;

    SharedOwner(EngineCalls calls, SharedPage page, SplittableRandom choice, long first) {
        this.calls = calls;
        this.page = page;
        this.choice = choice;
        this.first = first;
    }

    void live() {
        int quota = 1 + choice.nextInt(20);
        for (long argument = first; argument < first + quota; argument++) {
            long token;
            try {
                token = calls.submit(choice, page, argument);
            } catch (IllegalStateException e) {
                calls.refused(argument);
                return;
            }
            boolean isCancelled = choice.nextInt(6) == 0;
            if (isCancelled) {
                page.cancel(token);
            }
            EngineIdle idle = new EngineIdle();
            long result;
            while ((result = page.tryTake(token)) == SharedPage.PENDING) {
                idle.limited();
            }
            calls.check(argument, result, isCancelled);
        }
    }
}
