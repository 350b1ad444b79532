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
            return function.apply(a0, a1, a2, a3, a4, a5);
        } catch (Throwable e) {
            failure = e;
            return DelegatedFunction.THREW;
        }
    }

    int number() {
        return number;
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
