package io.sidecore.stress.soak.load;

import io.sidecore.affinity.CorePlan;
import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SharedPage;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.DescriptorPair;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** One engine with a page of one thread and a page of two: files and pipes, of which what is read back is compared with what was written. */
final class CallLoad extends Load {
    private static final long PERIOD_NANOS = 10_000_000;
    private static final int BLOCKS = 8;
    private static final int BLOCK = 512;
    /** Rounds between two openings of page, file and pipe. */
    private static final int ROUNDS_OF_A_LIFE = 50;

    private CoreEngine engine;
    private SharedPage shared;

    CallLoad(Stint stint) {
        super("calls", stint);
    }

    @Override
    public void start(Path folder) throws IOException {
        engine = CoreEngine.start(CoreOptions.on(CorePlan.automatic().syscall().id())
                .idling(YieldingIdleStrategy::new).sleepingAfter(Duration.ofMillis(1)).threads(8));
        shared = engine.registerShared(64);
        sender("private page", () -> callOnPrivatePages(folder.resolve("file-0")));
        sender("shared page 1", () -> callOnSharedPage(1, folder.resolve("file-1")));
        sender("shared page 2", () -> callOnSharedPage(2, folder.resolve("file-2")));
        startThreads();
    }

    private void callOnPrivatePages(Path file) {
        IdleStrategy idle = new YieldingIdleStrategy();
        long sequence = 0;
        while (!stint().isOver()) {
            try (SyscallPage page = engine.register(64)) {
                sequence = new Caller(page, token -> page.await(token, idle), 0, file).live(sequence);
            }
        }
    }

    private void callOnSharedPage(int sender, Path file) {
        IdleStrategy idle = new YieldingIdleStrategy();
        long sequence = 0;
        while (!stint().isOver()) {
            sequence = new Caller(shared, token -> shared.await(token, idle), sender, file).live(sequence);
        }
    }

    /** What one thread does with one file and one pipe. */
    private final class Caller {
        private final SystemCalls page;
        private final LongUnaryOperator await;
        private final int sender;
        private final Path path;
        private final MemorySegment out = Arena.ofAuto().allocate(BLOCKS * BLOCK);
        private final MemorySegment in = Arena.ofAuto().allocate(BLOCKS * BLOCK);
        private final long[] tokens = new long[BLOCKS];

        Caller(SystemCalls page, LongUnaryOperator await, int sender, Path path) {
            this.page = page;
            this.await = await;
            this.sender = sender;
            this.path = path;
        }

        long live(long first) {
            int file = (int) result("openat", page.openat(SystemCalls.AT_FDCWD, path.toString(),
                    SystemCalls.O_RDWR | SystemCalls.O_CREAT, 0600));
            DescriptorPair pipe = new DescriptorPair();
            result("pipe2", page.pipe2(pipe, 0));
            long sequence = first;
            long due = System.nanoTime();
            for (int round = 0; round < ROUNDS_OF_A_LIFE && !stint().isOver(); round++) {
                due = pause(due, PERIOD_NANOS);
                sequence = writeAndReadFile(file, sequence, due);
                sequence = passThroughPipe(pipe, sequence, due, round % 4 == 0);
                if (stint().fault() == Fault.LEAK && round % 2 == 0) {
                    result("openat", page.openat(SystemCalls.AT_FDCWD, path.toString(), SystemCalls.O_RDWR, 0));
                }
            }
            result("close", page.close(pipe.first()));
            result("close", page.close(pipe.second()));
            result("close", page.close(file));
            return sequence;
        }

        private long result(String call, long token) {
            if (token < 0) {
                throw new Violation(call + " could not be submitted, though the page is almost empty: " + token);
            }
            long result = await.applyAsLong(token);
            if (result < 0) {
                throw new Violation(call + " returned " + result);
            }
            return result;
        }

        private void expect(String call, long token, long bytes) {
            long result = result(call, token);
            if (result != bytes) {
                throw new Violation(call + " returned " + result + ", not " + bytes);
            }
        }

        /** All writes are in flight together, and then all reads. */
        private long writeAndReadFile(int file, long first, long due) {
            for (int i = 0; i < BLOCKS; i++) {
                Letter.write(out, (long) i * BLOCK, BLOCK, sender, first + i, due);
                tokens[i] = page.pwrite(file, out, (long) i * BLOCK, BLOCK, (long) i * BLOCK);
                countSent();
            }
            for (int i = 0; i < BLOCKS; i++) {
                expect("pwrite", tokens[i], BLOCK);
            }
            in.fill((byte) 0);
            for (int i = 0; i < BLOCKS; i++) {
                tokens[i] = page.pread(file, in, (long) i * BLOCK, BLOCK, (long) i * BLOCK);
            }
            for (int i = 0; i < BLOCKS; i++) {
                expect("pread", tokens[i], BLOCK);
                check((long) i * BLOCK, first + i);
            }
            return first + BLOCKS;
        }

        /** {@code early}: the read comes first, and waits in the kernel. */
        private long passThroughPipe(DescriptorPair pipe, long sequence, long due, boolean early) {
            Letter.write(out, 0, BLOCK, sender, sequence, due);
            countSent();
            in.fill((byte) 0);
            if (early) {
                long read = page.read(pipe.first(), in, 0, BLOCK);
                expect("write", page.write(pipe.second(), out, 0, BLOCK), BLOCK);
                expect("read", read, BLOCK);
            } else {
                expect("write", page.write(pipe.second(), out, 0, BLOCK), BLOCK);
                expect("read", page.read(pipe.first(), in, 0, BLOCK), BLOCK);
            }
            check(0, sequence);
            return sequence + 1;
        }

        private void check(long at, long sequence) {
            Letter.check(in, at, BLOCK);
            if (Letter.sequence(in, at) != sequence || Letter.sender(in, at) != sender) {
                throw new Violation("block " + Letter.sequence(in, at) + " of sender " + Letter.sender(in, at)
                        + " was read, not block " + sequence + " of sender " + sender);
            }
            countDone(Letter.due(in, at));
        }
    }

    @Override
    void close() {
        shared.close();
        engine.close();
    }
}
