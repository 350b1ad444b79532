package io.sidecore.syscall;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Uses a page that others use, too, with a few calls in flight. */
final class SharedOwner {
    private record Sent(long token, long argument, boolean isCancelled) {}

    private final EngineCalls calls;
    private final SharedPage page;
    private final SplittableRandom choice;
    private final long first;
    private final int most;
    private final Deque<Sent> inFlight = new ArrayDeque<>();

    SharedOwner(EngineCalls calls, SharedPage page, SplittableRandom choice, long first) {
        this.calls = calls;
        this.page = page;
        this.choice = choice;
        this.first = first;
        // Three of them can fill the page.
        this.most = choice.nextInt(8) == 0 ? 30 : 4;
    }

    void live() {
        int quota = most + choice.nextInt(20);
        boolean isRefused = false;
        for (long argument = first; argument < first + quota && !isRefused;) {
            try {
                argument += submit(argument);
            } catch (IllegalStateException e) {
                calls.refused(argument);
                isRefused = true;
            }
            if (inFlight.size() == most || !inFlight.isEmpty() && choice.nextInt(most) < 2) {
                take(choice.nextBoolean() ? inFlight.removeFirst() : inFlight.removeLast());
            }
        }
        while (!inFlight.isEmpty()) {
            take(inFlight.removeFirst());
        }
    }

    /** Returns how many calls were submitted. */
    private int submit(long argument) {
        long token = calls.submit(choice, page, argument);
        if (token == SharedPage.FULL) {
            return 0;
        }
        boolean isCancelled = choice.nextInt(6) == 0;
        if (isCancelled) {
            page.cancel(token);
        }
        inFlight.add(new Sent(token, argument, isCancelled));
        return 1;
    }

    private void take(Sent sent) {
        if (choice.nextBoolean()) {
            calls.check(sent.argument, page.await(sent.token, new EngineIdle.Limited()), sent.isCancelled);
            return;
        }
        EngineIdle idle = new EngineIdle();
        long result;
        while ((result = page.tryTake(sent.token)) == SharedPage.PENDING) {
            idle.limited();
        }
        calls.check(sent.argument, result, sent.isCancelled);
    }
}
