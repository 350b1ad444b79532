package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.StatxBuffer;
import io.sidecore.syscall.struct.TimeSpec;
import io.sidecore.syscall.struct.socket.ControlMessages;
import io.sidecore.syscall.struct.socket.MessageHeader;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that repeat, with memory that is there: the page's thread allocates nothing. */
class AllocationTest {
    private static final int CALLS = 2000;

    /** Bytes that the current thread has allocated; by reflection, because the module under test does not require the JVM's beans. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory").getMethod("getThreadMXBean")
                    .invoke(null);
            Method bytes = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
            return (long) bytes.invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("this JVM does not count allocations", e);
        }
    }

    /** What a call needs, made once with memory of one page. */
    record Memory(MemorySegment buffer, MemorySegment address, CString path, StatxBuffer status, IoVectors vectors,
            MessageHeader message, SocketAddressBuffer from, TimeSpec time) {
        static Memory of(SyscallPage page) {
            IoVectors vectors = new IoVectors(2, page::allocate).add(page.allocate(8, 8), 0, 8).add(page.allocate(8, 8),
                    0,
                    8);
            return new Memory(page.allocate(64, 8), page.allocate(16, 8), new CString("x", page::allocate),
                    new StatxBuffer(page::allocate), vectors,
                    new MessageHeader(page::allocate).buffers(vectors).control(new ControlMessages(32, page::allocate)),
                    new SocketAddressBuffer(page::allocate), new TimeSpec(page::allocate));
        }
    }

    interface Call {
        long on(SyscallPage page, Memory memory);
    }

    static Stream<Named<Call>> calls() {
        return Stream.of(Named.of("pwrite", (page, m) -> page.pwrite(-1, m.buffer, 0, 64, 0)),
                Named.of("preadv2", (page, m) -> page.preadv2(-1, m.vectors, 0, RWF_NOWAIT)),
                Named.of("openat", (page, m) -> page.openat(-1, m.path, O_RDONLY, 0)),
                Named.of("fstat", (page, m) -> page.fstat(-1, m.status)),
                Named.of("statx", (page, m) -> page.statx(-1, m.path, 0, STATX_BASIC_STATS, m.status)),
                Named.of("sendto", (page, m) -> page.sendto(-1, m.buffer, 0, 64, MSG_DONTWAIT, m.address)),
                Named.of("recvfrom", (page, m) -> page.recvfrom(-1, m.buffer, 0, 64, MSG_DONTWAIT, m.from)),
                Named.of("sendmsg", (page, m) -> page.sendmsg(-1, m.message, 0)),
                Named.of("recvmsg", (page, m) -> page.recvmsg(-1, m.message, MSG_DONTWAIT)),
                Named.of("clock_gettime", (page, m) -> page.clock_gettime(CLOCK_MONOTONIC, m.time)),
                Named.of("nanosleep", (page, m) -> page.nanosleep(m.time, m.time)),
                Named.of("getppid", (page, m) -> page.getppid()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nothingIsAllocated(Call call) {
        IdleStrategy idle = new YieldingIdleStrategy();
        CompletionHandler ignore = (token, result) -> {};
        try (CoreEngine engine = CoreEngine.start(CpuSet.allowed().first(), new YieldingIdleStrategy())) {
            SyscallPage page = engine.register(64);
            Memory memory = Memory.of(page);
            ToLongFunction<SyscallPage> round = p -> {
                long before = allocated();
                for (int i = 0; i < CALLS; i++) {
                    call.on(p, memory);
                    p.await(ignore, idle);
                }
                return allocated() - before;
            };
            round.applyAsLong(page);
            // Less than a byte a call: what the JVM itself does on this thread now and then, such as linking, is not the call's.
            assertThat(round.applyAsLong(page)).isLessThan(CALLS);
        }
    }
}
