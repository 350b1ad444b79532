package io.sidecore.syscall;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.stress.mutant.EngineThreads;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The calls of a round, each known by its first argument: how they are submitted, what executes them, and what must have come of each. */
final class EngineCalls implements DelegatedFunction {
    private static final int MOST_ARGUMENTS = 6;

    private final SplittableRandom random;
    /** How often the call with that argument was executed. */
    private final Map<Long, Integer> executed = new HashMap<>();
    private Delegate function;
    private boolean isStopping;

    EngineCalls(SplittableRandom random) {
        this.random = random;
    }

    void registerWith(Functions functions, Engine engine) {
        function = functions.add(engine, this);
    }

    /** From now on, a call may be given up by the engine. */
    void stop() {
        isStopping = true;
    }

    @Override
    public long apply(long a0, long a1, long a2, long a3, long a4, long a5) {
        long[] given = {a0, a1, a2, a3, a4, a5};
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            if (given[i] != (i < count(a0) ? a0 : 0)) {
                throw new Violation("torn: a call was executed with the arguments " + Arrays.toString(given));
            }
        }
        executed.merge(a0, 1, Integer::sum);
        switch (random.nextInt(6)) {
            case 0 -> EngineThreads.block(400);
            case 1 -> EngineThreads.block(random.nextInt(40));
            default -> {
                // It ends at once.
            }
        }
        return a0;
    }

    /** How many arguments a call has, all of them the same. */
    private static int count(long argument) {
        return 1 + (int) (argument % MOST_ARGUMENTS);
    }

    /** Submits a call: one that ends at once, one that blocks, or a function. */
    long submit(SplittableRandom choice, SyscallPage page, long argument) {
        int number = number(choice);
        return number < 0
                ? page.call(function, count(argument), argument, argument, argument, argument, argument, argument)
                : page.submit(number, count(argument), argument, argument, argument, argument, argument, argument,
                        null);
    }

    /** The same to a page that threads share. */
    long submit(SplittableRandom choice, SharedPage page, long argument) {
        int number = number(choice);
        return number < 0
                ? page.call(function, count(argument), argument, argument, argument, argument, argument, argument)
                : page.submit(number, count(argument), argument, argument, argument, argument, argument, argument,
                        null);
    }

    private static int number(SplittableRandom choice) {
        return switch (choice.nextInt(4)) {
            case 0 -> SyscallNumber.GETPPID;
            case 1 -> SyscallNumber.NANOSLEEP;
            default -> -1;
        };
    }

    /** The result of a call has been taken. */
    void check(long argument, long result, boolean isCancelled) {
        int times = executed.getOrDefault(argument, 0);
        boolean isGivenUp = result == -Errno.ECANCELED && (isCancelled || isStopping);
        if (!(result == argument && times == 1 || isGivenUp && times == 0)) {
            throw new Violation("call " + argument + " was executed " + times + " times, its result is " + result
                    + "; executed: " + executed);
        }
    }

    /** A call was refused: nobody may have executed it. */
    void refused(long argument) {
        if (!isStopping || executed.containsKey(argument)) {
            throw new Violation("call " + argument + " was refused; executed: " + executed);
        }
    }
}
