package io.sidecore.bench.latency.load;

import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the sender's side tells the other side between windows, and what that answers.
 *
 * <pre>
 *     0          8                 256        512                     768      776                       1024
 *     | command  | index           | stop     | answer                | thread | compiling millis        |
 *       the sender's                            2 x command: begun; one more: done; -1: failed
 * </pre>
 *
 * <p>During a window nobody writes here: the other side reads one line that stays in its cache.
 */
public final class Control {
    /** In place of an index: there is nothing more to do. */
    static final int END = -1;

    private static final int LENGTH = 4096;
    private static final int INDEX = 8;
    private static final int STOP = 256;
    private static final int ANSWER = 512;
    private static final int THREAD = 768;
    private static final int COMPILING = 776;
    private static final long FAILED = -1;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final long address;
    private long sequence;

    private Control(long address) {
        this.address = address;
    }

    /** {@return one between two threads} */
    public static Control betweenThreads() {
        return new Control(Arena.global().allocate(LENGTH, 256).address());
    }

    /**
     * One between two processes, which stays mapped.
     *
     * @param folder that both share
     * @return the control
     * @throws IOException if its file cannot be mapped
     */
    public static Control mapped(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve("control"), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Control(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH, Arena.global()).address());
        }
    }

    /**
     * Has the other side send back; returns when it does. On the sender's thread.
     *
     * @param index of the transport
     * @throws IllegalStateException if the other side has failed, or does not answer
     */
    public void begin(int index) {
        OffHeap.putLong(address + INDEX, index);
        // Pairs with awaitCommand.
        OffHeap.putLongRelease(address, ++sequence);
        awaitAnswer(2 * sequence);
    }

    /**
     * Has it stop; returns when it has. On the sender's thread.
     *
     * @throws IllegalStateException if the other side has failed, or does not answer
     */
    public void end() {
        OffHeap.putLongRelease(address + STOP, sequence);
        awaitAnswer(2 * sequence + 1);
    }

    /** Ends the other side. On the sender's thread. */
    public void finish() {
        OffHeap.putLong(address + INDEX, END);
        OffHeap.putLongRelease(address, ++sequence);
    }

    /** {@return the other side's kernel thread, after the first begin} */
    public int thread() {
        return (int) OffHeap.getLong(address + THREAD);
    }

    /** {@return milliseconds that the other side's JVM had spent on compiling when it last stopped} */
    public long compilingMillis() {
        return OffHeap.getLong(address + COMPILING);
    }

    private void awaitAnswer(long value) {
        long start = System.nanoTime();
        for (long seen; (seen = OffHeap.getLongAcquire(address + ANSWER)) != value;) {
            if (seen == FAILED) {
                throw new IllegalStateException("the other side has failed; what it said stands above");
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("the other side does not answer");
            }
            Thread.onSpinWait();
        }
    }

    /** Returns the index that came with the command. */
    int awaitCommand(long awaited) {
        while (OffHeap.getLongAcquire(address) != awaited) {
            Thread.onSpinWait();
        }
        return (int) OffHeap.getLong(address + INDEX);
    }

    boolean isStopped(long command) {
        // Pairs with end.
        return OffHeap.getLongAcquire(address + STOP) == command;
    }

    void begun(long command, int thread) {
        OffHeap.putLong(address + THREAD, thread);
        OffHeap.putLongRelease(address + ANSWER, 2 * command);
    }

    void done(long command, long compilingMillis) {
        OffHeap.putLong(address + COMPILING, compilingMillis);
        OffHeap.putLongRelease(address + ANSWER, 2 * command + 1);
    }

    void failed() {
        OffHeap.putLongRelease(address + ANSWER, FAILED);
    }
}
