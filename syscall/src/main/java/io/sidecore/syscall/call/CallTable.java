package io.sidecore.syscall.call;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code calls.txt} says: every system call that Linux has on x86-64 and aarch64. */
final class CallTable {
    /** Where the architecture has no such call. */
    static final int NONE = -1;

    /** In the order of the file. */
    static final List<Call> CALLS = read();
    private static final String[] NAMES = new String[Conduct.NUMBERS];

    static {
        CALLS.stream().filter(call -> call.number() != NONE).forEach(call -> NAMES[call.number()] = call.name());
    }

    private CallTable() {}

    static String name(int number) {
        String name = (number & -NAMES.length) == 0 ? NAMES[number] : null;
        return name == null ? "system call " + number : name;
    }

    /**
     * One line of the table.
     *
     * @param name        as in the man page
     * @param x86         number on x86-64, or {@link #NONE}
     * @param generic     number on aarch64, or {@link #NONE}
     * @param kind        of {@link Conduct}: {@code QUICK} to {@code REFUSED}
     * @param addition    of a refusal the key of the reason; {@code restarts}, or empty
     * @param descriptors mask of the arguments that are file descriptors
     */
    record Call(String name, int x86, int generic, int kind, String addition, int descriptors) {
        boolean restarts() {
            return addition.equals("restarts");
        }

        /** The number on this machine's architecture, or {@link #NONE}. */
        int number() {
            return SyscallNumber.either(x86, generic);
        }

        private static Call parse(String line) {
            String[] field = line.split(" +");
            String[] conduct = field[3].split(":");
            return new Call(field[0], number(field[1]), number(field[2]), kind(conduct[0]),
                    conduct.length == 2 ? conduct[1] : "", mask(field[4]));
        }

        private static int number(String field) {
            return field.equals("-") ? NONE : Integer.parseInt(field);
        }

        private static int kind(String field) {
            return switch (field) {
                case "quick" -> Conduct.QUICK;
                case "attempt" -> Conduct.ATTEMPT;
                case "blocks" -> Conduct.BLOCKS;
                case "refused" -> Conduct.REFUSED;
                case String other -> throw new IllegalStateException("calls.txt: unknown conduct " + other);
            };
        }

        private static int mask(String field) {
            int mask = 0;
            if (!field.equals("-")) {
                for (String argument : field.split(",")) {
                    mask |= 1 << Integer.parseInt(argument);
                }
            }
            return mask;
        }
    }

    private static List<Call> read() {
        try (InputStream stream = CallTable.class.getResourceAsStream("calls.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return reader.lines().filter(line -> !line.startsWith("#")).map(Call::parse).toList();
        } catch (IOException e) {
            throw new IllegalStateException("calls.txt is not readable", e);
        }
    }
}
