package io.sidecore.stress.crash;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** SIGKILL that a process sends itself. */
final class OwnDeath {
    private static final int SIGKILL = 9;

    private final int pid = (int) ProcessHandle.current().pid();
    @SuppressWarnings("restricted")
    private final MethodHandle kill = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /** Does not return. */
    void strike() {
        try {
            int result = (int) kill.invokeExact(pid, SIGKILL);
            throw new IllegalStateException("kill returned " + result);
        } catch (Throwable e) {
            throw new AssertionError("still alive", e);
        }
    }
}
