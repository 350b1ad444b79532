package io.sidecore.bench.floor;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Links functions of the C library that take nothing and return an int. */
final class Downcalls {
    /** Without a change of the thread's state: the JVM cannot reach a safepoint meanwhile. Nothing on the heap is passed. */
    static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private Downcalls() {}

    @SuppressWarnings("restricted")
    static MethodHandle of(String function, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), FunctionDescriptor.of(JAVA_INT),
                options);
    }
}
