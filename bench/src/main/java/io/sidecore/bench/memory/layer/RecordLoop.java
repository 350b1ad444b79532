package io.sidecore.bench.memory.layer;

import io.sidecore.bench.jmh.PinnedThreadState;
import io.sidecore.bench.rings.message.Payload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Records written and read on one thread, 64 at a time: what a ring does for each message but for the way of the line.
 *
 * <pre>
 *   0                   128
 *   | reader's position | length | type | payload ... to the next line | ...                 16 KiB, or more for long messages
 *                         stored last, with release; 0 while free
 * </pre>
 *
 * <p>All of it stays in the first-level cache, so that the accesses are what takes the time. That the compiler removes none of them shows in a
 * time that grows with the payload.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordLoop extends PinnedThreadState {
    static final int LINE = 64;

    private static final int BATCH = 64;
    private static final int HEADER = 8;
    private static final int TYPE = 4;
    private static final int DATA = 128;
    private static final int RECORD = HEADER + Payload.BYTES;
    private static final int STRIDE = RECORD + LINE - 1 & -LINE;
    /** Four batches or more, a power of two. The last record of a lap may end behind it, where there is room for one. */
    private static final int CAPACITY = Integer.highestOneBit(4 * BATCH * STRIDE - 1) << 1;

    /** Bytes that a layer must have. */
    static final int LENGTH = DATA + CAPACITY + STRIDE;

    /** What is measured. */
    @Param("OFF_HEAP")
    public Layer layer;

    private Access access;
    private long claimed;
    private long limit;
    private long head;

    /** For JMH. */
    public RecordLoop() {}

    /** Opens the layer. */
    @Setup
    public void open() {
        open(layer.open(LENGTH));
    }

    void open(Access memory) {
        access = memory;
        claimed = 0;
        limit = 0;
        head = 0;
    }

    /**
     * Writes 64 records, reads them and gives their room back.
     *
     * @return sum of the payloads' words
     * @throws IllegalStateException if it is not that of what was written
     */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long messages() {
        Access memory = access;
        for (int number = 0; number < BATCH; number++) {
            write(memory, number);
        }
        long sum = read(memory);
        if (sum != BATCH * Payload.sum(0) + Payload.WORDS * (BATCH * (BATCH - 1) / 2)) {
            throw new IllegalStateException("sum " + sum + " of " + layer);
        }
        return sum;
    }

    private void write(Access memory, long number) {
        long start = claimed;
        long end = start + STRIDE;
        if (end > limit) {
            // Pairs with the release in read.
            limit = memory.getLongAcquire(0) + CAPACITY;
            if (end > limit) {
                throw new IllegalStateException("four batches are full");
            }
        }
        long at = DATA + (start & CAPACITY - 1);
        for (int word = 0; word < Payload.WORDS; word++) {
            memory.putLong(at + HEADER + 8 * word, number + word);
        }
        memory.putInt(at + TYPE, Payload.TYPE);
        // Pairs with the acquire in read.
        memory.putIntRelease(at, RECORD);
        claimed = end;
    }

    private long read(Access memory) {
        long position = head;
        long sum = 0;
        for (int messages = 0; messages < BATCH; messages++) {
            long at = DATA + (position & CAPACITY - 1);
            // Pairs with the release in write.
            int length = memory.getIntAcquire(at);
            if (length == 0 || memory.getInt(at + TYPE) != Payload.TYPE) {
                throw new IllegalStateException("no record at " + position);
            }
            for (int word = 0; word < Payload.WORDS; word++) {
                sum += memory.getLong(at + HEADER + 8 * word);
            }
            int stride = length + LINE - 1 & -LINE;
            for (int line = 0; line < stride; line += LINE) {
                memory.putLong(at + line, 0);
            }
            position += stride;
        }
        memory.putLongRelease(0, position);
        head = position;
        return sum;
    }
}
