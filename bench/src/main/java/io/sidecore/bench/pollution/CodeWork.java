package io.sidecore.bench.pollution;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Bound by code: calls many methods of about {@value #PATH_BYTES} compiled bytes one after the other, always in the same order. No data. */
final class CodeWork implements UserWork {
    /** Of compiled code for a path, stubs not counted, as HotSpot's list of compiled methods tells on x86-64. */
    static final int PATH_BYTES = 1270;

    /** Five a round; and a loop around a virtual call, which keeps what it needs on the stack. Counted in compiled code. */
    private static final int INSTRUCTIONS = 5 * PathClasses.ROUNDS + 48;
    private static final long SEED = 42;

    private final CodePath[] paths;
    private int next;
    private long number = 1;

    CodeWork(int bytes) {
        Random random = new Random(SEED);
        List<CodePath> made = new java.util.ArrayList<>(
                Stream.generate(() -> PathClasses.next(random)).limit(bytes / PATH_BYTES).toList());
        // Not in the order in which they may come to lie in memory.
        Collections.shuffle(made, random);
        paths = made.toArray(CodePath[]::new);
    }

    @Override
    public int instructionsPerStep() {
        return INSTRUCTIONS;
    }

    @Override
    public int stepsOfAll() {
        return paths.length;
    }

    @Override
    public long run(int steps) {
        CodePath[] all = paths;
        int path = next;
        long value = number;
        for (int step = 0; step < steps; step++) {
            value = all[path].run(value);
            path = path + 1 == all.length ? 0 : path + 1;
        }
        next = path;
        number = value;
        return value;
    }
}
