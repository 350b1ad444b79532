package io.sidecore.tools.engine;

import io.sidecore.syscall.SyscallNumber;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of system calls on this machine, as far as {@link SyscallNumber} knows them. */
final class CallNames {
    private static final Map<Integer, String> NAMES = names();

    private CallNames() {}

    /** {@code call 17 (pread64)}, or the number alone. */
    static String of(int number) {
        String name = NAMES.get(number);
        return "call " + number + (name == null ? "" : " (" + name + ")");
    }

    private static Map<Integer, String> names() {
        Map<Integer, String> names = new HashMap<>();
        for (Field field : SyscallNumber.class.getFields()) {
            if (field.getType() == int.class && Modifier.isStatic(field.getModifiers())) {
                try {
                    names.put(field.getInt(null), field.getName().toLowerCase(Locale.ROOT));
                } catch (IllegalAccessException e) {
                    throw new AssertionError("a public field of an exported class", e);
                }
            }
        }
        return Map.copyOf(names);
    }
}
