package io.sidecore.bench.calls.peers;

import io.sidecore.bench.calls.served.RecordFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Benchmark;

/** The JDK's own classes for files. */
public class JdkWrites extends Writes {
    private final ByteBuffer direct = ByteBuffer.allocateDirect(RecordFile.LENGTH).order(ByteOrder.nativeOrder());
    private final ByteBuffer[] records = new ByteBuffer[RecordFile.RECORDS];
    private final ByteBuffer heap = ByteBuffer.allocate(RecordFile.LENGTH).order(ByteOrder.nativeOrder());
    private FileChannel channel;
    private ExecutorService pool;
    private AsynchronousFileChannel asynchronous;
    private RandomAccessFile randomAccess;
    private final InFlight calls = new InFlight();
    private final Done done = new Done();

    @Override
    protected void open() throws Exception {
        Arrays.setAll(records,
                record -> ByteBuffer.allocateDirect(RecordFile.LENGTH).order(ByteOrder.nativeOrder()));
        channel = FileChannel.open(file().path(), StandardOpenOption.WRITE);
        pool = Executors.newFixedThreadPool(1);
        pool.submit(() -> {
            // Starts the thread while it may still run on all CPUs.
        }).get();
        asynchronous = AsynchronousFileChannel.open(file().path(), Set.of(StandardOpenOption.WRITE), pool);
        randomAccess = new RandomAccessFile(file().path().toFile(), "rw");
    }

    @Override
    protected void close() throws IOException {
        calls.await(0);
        channel.close();
        asynchronous.close();
        pool.shutdown();
        randomAccess.close();
    }

    /**
     * A channel, with a direct buffer.
     *
     * @return bytes written
     * @throws IOException if that fails
     */
    @Benchmark
    public long fileChannel() throws IOException {
        long number = file().next();
        return checked(channel.write(direct.clear().putLong(0, number), RecordFile.position(number)));
    }

    /**
     * A thread of a pool writes, and its future is waited for.
     *
     * @return bytes written
     * @throws InterruptedException if interrupted
     * @throws ExecutionException   if that fails
     */
    @Benchmark
    public long asynchronousFileChannel() throws InterruptedException, ExecutionException {
        long number = file().next();
        return checked(asynchronous.write(direct.clear().putLong(0, number), RecordFile.position(number)).get());
    }

    /** {@return bytes written by the call that was last seen to be done; sixteen are in flight, and a handler counts results} */
    @Benchmark
    public long asynchronouslyPipelined() {
        long result = calls.await(IN_FLIGHT - 1);
        long number = file().next();
        long at = RecordFile.position(number);
        calls.submit();
        asynchronous.write(records[(int) (at / RecordFile.LENGTH)].clear().putLong(0, number), at, null, done);
        return result;
    }

    /**
     * Two calls: seek, and write.
     *
     * @throws IOException if that fails
     */
    @Benchmark
    public void randomAccessFile() throws IOException {
        long number = file().next();
        heap.putLong(0, number);
        randomAccess.seek(RecordFile.position(number));
        randomAccess.write(heap.array());
    }

    /** Counts what is done, on the pool's thread. */
    private final class Done implements CompletionHandler<Integer, Void> {
        @Override
        public void completed(Integer result, Void nothing) {
            calls.complete(result);
        }

        @Override
        public void failed(Throwable failure, Void nothing) {
            calls.complete(-1);
        }
    }
}
