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

/** Netty's binding of io_uring: an event loop on a thread of its own submits and reaps, while the caller spins. */
public class IoUringWrites extends Writes {
    /** IORING_OP_WRITE, see io_uring_enter(2). */
    private static final byte OP_WRITE = 23;

    private final MemorySegment records = Arena.global().allocate((long) RecordFile.RECORDS * RecordFile.LENGTH,
            RecordFile.LENGTH);
    private MultiThreadIoEventLoopGroup group;
    private IoRegistration registration;
    private final InFlight calls = new InFlight();

    @Override
    protected void open() throws Exception {
        IoUring.ensureAvailability();
        group = new MultiThreadIoEventLoopGroup(1, IoUringIoHandler.newFactory());
        registration = group.next().register(new Handle()).get();
    }

    @Override
    protected void close() {
        try {
            calls.await(0);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** {@return bytes written, each call waited for} */
    @Benchmark
    public long oneByOne() {
        submit();
        return calls.await(0);
    }

    /** {@return bytes written by the call that was last seen to be done; sixteen are in flight} */
    @Benchmark
    public long pipelined() {
        long result = calls.await(IN_FLIGHT - 1);
        submit();
        return result;
    }

    private void submit() {
        long number = file().next();
        long at = RecordFile.position(number);
        records.set(ValueLayout.JAVA_LONG, at, number);
        calls.submit();
        registration.submit(new IoUringIoOps(OP_WRITE, (byte) 0, (short) 0, file().descriptor(), at,
                records.address() + at, RecordFile.LENGTH, 0, 0L, (short) 0, (short) 0, 0, 0));
    }

    /** Gets the results, on the event loop's thread. */
    private final class Handle implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration from, IoEvent event) {
            calls.complete(((IoUringIoEvent) event).res());
        }

        @Override
        public void close() {
            // The file is closed by whom it belongs to.
        }
    }
}
