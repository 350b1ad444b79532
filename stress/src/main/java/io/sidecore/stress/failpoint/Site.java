package io.sidecore.stress.failpoint;

/**
 * One place in the code of the library that reaches shared memory.
 *
 * @param id        number, the same in all processes of one run
 * @param type      class, without its package
 * @param method    method
 * @param line      line in its source
 * @param operation method of OffHeap that is called
 * @param store     whether it can change memory: that of others, or a reader's own copy
 */
public record Site(int id, String type, String method, int line, String operation, boolean store) {
    /** Number of the stores of the application: payload, and whatever a handler does. */
    public static final int APPLICATION = 0;

    /** {@return whether the words of the table of parties may be compared and set here} */
    public boolean registers() {
        return operation.equals("compareAndSetLong") && (type.equals("Party") || type.equals("Registration"));
    }

    /** {@return whether bytes are copied here, of which only some may get through} */
    public boolean copies() {
        return isCopy(operation);
    }

    static boolean isCopy(String operation) {
        return operation.startsWith("copy");
    }

    /**
     * {@return whether a method of OffHeap can change memory}
     *
     * @param operation its name
     */
    public static boolean isStore(String operation) {
        return !operation.startsWith("get") || operation.startsWith("getAnd");
    }

    /** {@return where, in one word} */
    public String where() {
        return type + "." + method + ":" + line;
    }

    String toLine() {
        return String.join("\t", Integer.toString(id), type, method, Integer.toString(line), operation,
                Boolean.toString(store));
    }

    static Site ofLine(String line) {
        String[] field = line.split("\t");
        return new Site(Integer.parseInt(field[0]), field[1], field[2], Integer.parseInt(field[3]), field[4],
                Boolean.parseBoolean(field[5]));
    }
}
