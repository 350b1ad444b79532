package io.sidecore.bench.calls.peers;

import io.sidecore.bench.calls.served.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** As many virtual threads as the page has calls in flight, each with its own records. Carriers run on all CPUs. */
public class VirtualThreadWrites extends Writes {
    /** Of each thread, so that starting it matters little. */
    private static final int EACH = 256;
    private static final int THREADS = IN_FLIGHT;
    private static final int CALLS = EACH * THREADS;

    private final ByteBuffer[] buffers = new ByteBuffer[THREADS];
    private final Thread[] threads = new Thread[THREADS];
    private FileChannel channel;

    @Override
    protected void open() throws IOException {
        channel = FileChannel.open(file().path(), StandardOpenOption.WRITE);
        for (int thread = 0; thread < THREADS; thread++) {
            buffers[thread] = ByteBuffer.allocateDirect(RecordFile.LENGTH).order(ByteOrder.nativeOrder());
        }
    }

    @Override
    protected void close() throws IOException {
        channel.close();
    }

    @Override
    protected boolean isPinned() {
        return false;
    }

    /**
     * Writes so many records, each thread every sixteenth.
     *
     * @throws InterruptedException if interrupted
     */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void fileChannel() throws InterruptedException {
        long first = file().next(CALLS);
        for (int thread = 0; thread < THREADS; thread++) {
            int own = thread;
            threads[thread] = Thread.startVirtualThread(() -> write(first + own, buffers[own]));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void write(long first, ByteBuffer buffer) {
        try {
            for (int call = 0; call < EACH; call++) {
                long number = first + (long) call * THREADS;
                checked(channel.write(buffer.clear().putLong(0, number), RecordFile.position(number)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
