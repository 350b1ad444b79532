package io.sidecore.syscall;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.List;

/**
 * A native function as a {@link DelegatedFunction}: registered with an engine, it is called on the syscall core, as ffwd's servers call theirs.
 *
 * <p>Arguments and result travel as longs: integers with their sign, {@code double} and {@code float} as their raw bits
 * ({@link Double#doubleToRawLongBits}, {@link Float#floatToRawIntBits}), pointers as addresses, {@code void} as 0. What a pointer leads to has to
 * live until the call is final.
 */
public final class NativeFunction {
    private static final int MOST_ARGUMENTS = 6;

    private NativeFunction() {}

    /**
     * Links a function.
     *
     * @param function   its address, for example from {@link java.lang.foreign.SymbolLookup}
     * @param descriptor its C type: at most six arguments, each a value or a pointer
     * @return the function, for {@link Engine#register(DelegatedFunction)}; any thread may call it
     * @throws IllegalArgumentException if there are more arguments, or one or the result is a struct
     */
    @SuppressWarnings("restricted")
    public static DelegatedFunction of(MemorySegment function, FunctionDescriptor descriptor) {
        List<MemoryLayout> arguments = descriptor.argumentLayouts();
        if (arguments.size() > MOST_ARGUMENTS) {
            throw new IllegalArgumentException(arguments.size() + " arguments: at most " + MOST_ARGUMENTS);
        }
        descriptor.returnLayout().ifPresent(NativeFunction::requireValue);
        MethodHandle handle = Linker.nativeLinker().downcallHandle(function, descriptor);
        for (int i = 0; i < arguments.size(); i++) {
            requireValue(arguments.get(i));
            handle = MethodHandles.filterArguments(handle, i, fromLong(handle.type().parameterType(i)));
        }
        Class<?>[] unused = Collections.nCopies(MOST_ARGUMENTS - arguments.size(), long.class).toArray(Class<?>[]::new);
        MethodHandle exact = MethodHandles.dropArguments(toLong(handle), arguments.size(), unused);
        return (a0, a1, a2, a3, a4, a5) -> {
            try {
                return (long) exact.invokeExact(a0, a1, a2, a3, a4, a5);
            } catch (Throwable e) {
                throw new AssertionError("a downcall does not throw", e);
            }
        };
    }

    private static void requireValue(MemoryLayout layout) {
        if (!(layout instanceof ValueLayout)) {
            throw new IllegalArgumentException(layout + ": only values and pointers, no structs");
        }
    }

    private static MethodHandle fromLong(Class<?> type) {
        if (type == double.class) {
            return find(Double.class, "longBitsToDouble", double.class, long.class);
        } else if (type == float.class) {
            return MethodHandles.filterArguments(find(Float.class, "intBitsToFloat", float.class, int.class), 0,
                    MethodHandles.explicitCastArguments(MethodHandles.identity(int.class),
                            MethodType.methodType(int.class, long.class)));
        } else if (type == MemorySegment.class) {
            return find(MemorySegment.class, "ofAddress", MemorySegment.class, long.class);
        }
        return MethodHandles.explicitCastArguments(MethodHandles.identity(type),
                MethodType.methodType(type, long.class));
    }

    private static MethodHandle toLong(MethodHandle handle) {
        Class<?> type = handle.type().returnType();
        if (type == void.class) {
            return MethodHandles.filterReturnValue(handle, MethodHandles.constant(long.class, 0L));
        } else if (type == double.class) {
            return MethodHandles.filterReturnValue(handle,
                    find(Double.class, "doubleToRawLongBits", long.class, double.class));
        } else if (type == float.class) {
            return toLong(MethodHandles.filterReturnValue(handle,
                    find(Float.class, "floatToRawIntBits", int.class, float.class)));
        } else if (type == MemorySegment.class) {
            return MethodHandles.filterReturnValue(handle, address());
        }
        return MethodHandles.explicitCastArguments(handle, handle.type().changeReturnType(long.class));
    }

    private static MethodHandle address() {
        try {
            return MethodHandles.publicLookup().findVirtual(MemorySegment.class, "address",
                    MethodType.methodType(long.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle find(Class<?> owner, String name, Class<?> result, Class<?> argument) {
        try {
            return MethodHandles.publicLookup().findStatic(owner, name, MethodType.methodType(result, argument));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
