package io.sidecore.bench.calls.peers;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoOps;
import io.sidecore.bench.calls.served.RecordFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;

/** Netty's binding of io_uring: an event loop on a thread of its own submits and reaps; each call is waited for, spinning. */
public class IoUringWrites extends Writes {
    /** IORING_OP_WRITE, see io_uring_enter(2). */
    private static final byte OP_WRITE = 23;
    private static final long PENDING = Long.MIN_VALUE;

    private final MemorySegment record = Arena.global().allocate(RecordFile.LENGTH, RecordFile.LENGTH);
    private MultiThreadIoEventLoopGroup group;
    private IoRegistration registration;
    private volatile long result;

    @Override
    protected void open() throws Exception {
        IoUring.ensureAvailability();
        group = new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory());
        registration = group.next().register(new Handle()).get();
    }

    @Override
    protected void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** {@return bytes written} */
    @Benchmark
    public long oneByOne() {
        long number = file().next();
        record.set(ValueLayout.JAVA_LONG, 0, number);
        result = PENDING;
        registration.submit(new IoUringIoOps(OP_WRITE, (byte) 0, (short) 0, file().descriptor(),
                RecordFile.position(number), record.address(), RecordFile.LENGTH, 0, 0L, (short) 0, (short) 0, 0,
                0));
        while (result == PENDING) {
            Thread.onSpinWait();
        }
        return checked(result);
    }

    /** Gets the results, on the event loop's thread. */
    private final class Handle implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration from, IoEvent event) {
            result = ((IoUringIoEvent) event).res();
        }

        @Override
        public void close() {
            // The file is closed by whom it belongs to.
        }
    }
}
