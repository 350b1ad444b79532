package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeFunctionTest extends EngineScene {
    private CoreEngine engine;
    private SyscallPage page;

    @BeforeEach
    void register() {
        engine = start(options());
        page = engine.register(64);
    }

    private static MemorySegment symbol(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name);
    }

    private long call(String name, FunctionDescriptor descriptor, long... arguments) {
        Delegate function = engine.register(NativeFunction.of(symbol(name), descriptor));
        long[] a = Arrays.copyOf(arguments, 6);
        return page.await(page.call(function, arguments.length, a[0], a[1], a[2], a[3], a[4], a[5]), idle);
    }

    @Test
    void argumentsAndResultsHaveTheirTypes() {
        assertThat(call("labs", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG), -5)).isEqualTo(5);
        assertThat(call("toupper", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 'a'))
                .isEqualTo('A');
        assertThat(call("abs", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), Integer.MIN_VALUE))
                .as("with its sign").isEqualTo(Integer.MIN_VALUE);
        long power = call("ldexp",
                FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_INT),
                Double.doubleToRawLongBits(1.5), 4);
        assertThat(Double.longBitsToDouble(power)).isEqualTo(24.0);
        long root = call("strtof", FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS,
                ValueLayout.ADDRESS), text("2.5"), 0);
        assertThat(Float.intBitsToFloat((int) root)).isEqualTo(2.5f);
    }

    private long text(String value) {
        buffer.setString(0, value);
        return buffer.address();
    }

    @Test
    void pointersAreAddresses() {
        long at = text("sidecore");
        assertThat(call("strlen", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), at)).isEqualTo(8);
        assertThat(call("strchr",
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), at, 'c'))
                .isEqualTo(at + 4);
        assertThat(call("srand", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT), 1)).isZero();
    }

    @Test
    void whatDoesNotTravelAsALongIsRefused() {
        MemoryLayout struct = MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        assertThatThrownBy(() -> NativeFunction.of(symbol("labs"), FunctionDescriptor.ofVoid(struct)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("structs");
        ValueLayout[] seven = new ValueLayout[7];
        Arrays.fill(seven, ValueLayout.JAVA_LONG);
        assertThatThrownBy(() -> NativeFunction.of(symbol("labs"), FunctionDescriptor.ofVoid(seven)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("7 arguments");
    }
}
