package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SyscallNumberTest {
    /** A table that was taken from the kernel's headers: names and numbers. */
    static Map<String, Integer> facts(String architecture) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                SyscallNumberTest.class.getResourceAsStream(architecture + "-numbers.txt")))) {
            return reader.lines().map(line -> line.split(" "))
                    .collect(Collectors.toMap(field -> field[0], field -> Integer.valueOf(field[1])));
        }
    }

    private static Map<String, Integer> table(ToIntFunction<CallTable.Call> number) {
        Map<String, Integer> table = new TreeMap<>();
        for (CallTable.Call call : CallTable.CALLS) {
            if (number.applyAsInt(call) != CallTable.NONE) {
                table.put(call.name(), number.applyAsInt(call));
            }
        }
        return table;
    }

    @Test
    void tableHasTheCallsAndNumbersOfBothArchitectures() throws IOException {
        assertThat(table(CallTable.Call::x86)).isEqualTo(new TreeMap<>(facts("amd64"))).hasSizeGreaterThan(370);
        assertThat(table(CallTable.Call::generic)).isEqualTo(new TreeMap<>(facts("aarch64"))).hasSizeGreaterThan(320);
    }

    @Test
    void headersOfThisMachineHaveTheSameNumbers() throws IOException, InterruptedException {
        compare(Headers.definitions("#include <asm/unistd.h>\n", "__NR_"), table(CallTable.Call::number));
    }

    @Test
    void genericHeaderHasTheNumbersOfAarch64() throws IOException, InterruptedException {
        compare(Headers.definitions("""
                #define __BITS_PER_LONG 64
                #define __ARCH_WANT_RENAMEAT
                #define __ARCH_WANT_NEW_STAT
                #define __ARCH_WANT_SET_GET_RLIMIT
                #define __ARCH_WANT_TIME32_SYSCALLS
                #define __ARCH_WANT_SYS_CLONE3
                #define __ARCH_WANT_MEMFD_SECRET
                #include <asm-generic/unistd.h>
                """, "__NR_"), table(CallTable.Call::generic));
    }

    /** Headers may be older than the table, or newer. */
    private static void compare(Map<String, Integer> headers, Map<String, Integer> table) {
        Map<String, Integer> common = new TreeMap<>(headers);
        common.keySet().retainAll(table.keySet());
        assertThat(common).hasSizeGreaterThan(280);
        assertThat(table).containsAllEntriesOf(common);
    }

    @Test
    void everyConstantIsTheNumberOfItsName() throws ReflectiveOperationException {
        Map<String, Integer> table = table(CallTable.Call::number);
        Map<String, Integer> constants = new TreeMap<>();
        for (Field field : SyscallNumber.class.getFields()) {
            // -1 for a call that the other architecture has.
            if (field.getInt(null) != CallTable.NONE) {
                constants.put(field.getName().toLowerCase(Locale.ROOT), field.getInt(null));
            }
        }
        assertThat(constants).hasSizeGreaterThan(85);
        assertThat(table).containsAllEntriesOf(constants);
    }

    @Test
    void namesAreFoundByNumber() {
        assertThat(SyscallNumber.name(SyscallNumber.PREAD64)).isEqualTo("pread64");
        assertThat(SyscallNumber.name(511)).isEqualTo("system call 511");
        assertThat(SyscallNumber.name(-1)).isEqualTo("system call -1");
        assertThat(SyscallNumber.name(60_000)).isEqualTo("system call 60000");
    }
}
