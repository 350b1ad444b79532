package io.sidecore.syscall;

import java.util.Optional;

/** A {@link DelegatedFunction} that is registered with an engine, by {@link Engine#register(DelegatedFunction)}. Any thread. */
public final class Delegate {
    private final Engine engine;
    private final int number;
    private final DelegatedFunction function;
    private volatile Throwable failure;

    Delegate(Engine engine, int number, DelegatedFunction function) {
        this.engine = engine;
        this.number = number;
        this.function = function;
    }

    long apply(long a0, long a1, long a2, long a3, long a4, long a5) {
        try {
            long result = function.apply(a0, a1, a2, a3, a4, a5);
            if (result == SharedPage.PENDING) {
                throw new IllegalStateException("the result " + result + " means that there is none yet");
            }
            return result;
        } catch (Throwable e) {
            failure = e;
            return DelegatedFunction.THREW;
        }
    }

    int number() {
        return number;
    }

    /** What an entry says beside the number when a page of that engine calls the function. */
    int count(Engine caller, int arguments) {
        if (caller != engine || arguments < 0 || arguments > 6) {
            throw new IllegalArgumentException(caller != engine
                    ? "the function is registered with another engine: " + engine.describe()
                    : arguments + " arguments: from 0 to 6");
        }
        return arguments | EntryLayout.DELEGATED;
    }

    /** {@return the engine that executes it} */
    public Engine engine() {
        return engine;
    }

    /** {@return what the function has thrown last; empty if it never has} */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}
