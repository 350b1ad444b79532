package io.sidecore.bench.pollution;

import java.util.Random;

/**
 * Bound by data: goes from line to line of an array, in one cycle over all of them in random order, and adds up what each line holds. The
 * loop itself is some dozens of bytes of code.
 *
 * <pre>
 *   0      8                                64 bytes
 *   | next | seven numbers                   |
 * </pre>
 */
final class DataWork implements UserWork {
    /** Eight loads and seven additions, some in one instruction; three bounds checks; the loop. Counted in compiled code. */
    private static final int INSTRUCTIONS = 22;
    private static final int WORDS = 8;
    private static final long SEED = 42;

    private final long[] memory;
    private int at;
    private long sum;

    DataWork(int bytes) {
        int lines = bytes / (WORDS * Long.BYTES);
        Random random = new Random(SEED);
        memory = random.longs((long) lines * WORDS).toArray();
        int[] order = new int[lines];
        for (int line = 0; line < lines; line++) {
            order[line] = line;
        }
        // Sattolo's shuffle: swapping with an earlier one only leaves a single cycle.
        for (int line = lines - 1; line > 0; line--) {
            int other = random.nextInt(line);
            int moved = order[line];
            order[line] = order[other];
            order[other] = moved;
        }
        for (int line = 0; line < lines; line++) {
            memory[line * WORDS] = (long) order[line] * WORDS;
        }
    }

    @Override
    public int instructionsPerStep() {
        return INSTRUCTIONS;
    }

    @Override
    public int stepsOfAll() {
        return memory.length / WORDS;
    }

    @Override
    public long run(int steps) {
        long[] from = memory;
        int line = at;
        long total = sum;
        for (int step = 0; step < steps; step++) {
            total += from[line + 1] + from[line + 2] + from[line + 3] + from[line + 4] + from[line + 5] + from[line + 6]
                    + from[line + 7];
            line = (int) from[line];
        }
        at = line;
        sum = total;
        return total;
    }
}
