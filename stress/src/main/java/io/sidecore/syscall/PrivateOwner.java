package io.sidecore.syscall;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.failpoint.Failpoints;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Uses a page of its own: submits, polls, awaits, cancels, and closes it. */
final class PrivateOwner {
    private final EngineCalls calls;
    private final SyscallPage page;
    private final SplittableRandom choice;
    private final long first;
    private final EngineIdle idle = new EngineIdle();
    /** Arguments, by token. */
    private final Map<Long, Long> inFlight = new HashMap<>();
    private final Set<Long> cancelled = new HashSet<>();

    PrivateOwner(EngineCalls calls, SyscallPage page, SplittableRandom choice, long first) {
        this.calls = calls;
        this.page = page;
        this.choice = choice;
        this.first = first;
    }

    void live() {
        int quota = choice.nextInt(16) == 0 ? 70 + choice.nextInt(80) : 1 + choice.nextInt(20);
        boolean cancels = choice.nextInt(3) == 0;
        // Or only when the page is full.
        boolean polls = choice.nextInt(4) != 0;
        boolean isRefused = false;
        for (long argument = first; argument < first + quota && !isRefused;) {
            if (!polls && inFlight.size() < page.capacity() || choice.nextInt(3) != 0) {
                try {
                    argument += submit(argument);
                } catch (IllegalStateException e) {
                    calls.refused(argument);
                    isRefused = true;
                }
            } else if (!inFlight.isEmpty() && choice.nextInt(3) == 0) {
                one(cancels);
            } else if (page.poll(this::completed, 1 + choice.nextInt(4)) == 0) {
                Failpoints.pause();
            }
        }
        boolean givesUp = choice.nextInt(4) == 0;
        while (!inFlight.isEmpty() && !(givesUp && choice.nextInt(8) == 0)) {
            if (page.poll(this::completed, 4) == 0) {
                idle.limited();
            }
        }
        cancelled.addAll(inFlight.keySet());
        page.close(this::completed);
        if (!inFlight.isEmpty()) {
            throw new Violation(inFlight.size() + " results have never come");
        }
    }

    /** Returns how many calls were submitted. */
    private int submit(long argument) {
        if (choice.nextInt(8) == 0) {
            page.barrier();
        }
        long token = calls.submit(choice, page, argument);
        if (token == SyscallPage.FULL) {
            return 0;
        }
        inFlight.put(token, argument);
        return 1;
    }

    private void one(boolean cancels) {
        long token = List.copyOf(inFlight.keySet()).get(choice.nextInt(inFlight.size()));
        if (cancels) {
            cancelled.add(token);
            page.cancel(token);
        } else {
            completed(token, page.await(token, new EngineIdle.Limited()));
        }
    }

    private void completed(long token, long result) {
        Long argument = inFlight.remove(token);
        if (argument == null) {
            throw new Violation("a result has come twice, or for nothing: token " + token);
        }
        idle.reset();
        calls.check(argument, result, cancelled.contains(token));
    }
}
