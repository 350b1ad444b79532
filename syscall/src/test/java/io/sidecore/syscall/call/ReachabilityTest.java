package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.FileTimes;
import io.sidecore.syscall.struct.ITimerSpec;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.StatxBuffer;
import io.sidecore.syscall.struct.TimeSpec;
import io.sidecore.syscall.struct.socket.ControlMessages;
import io.sidecore.syscall.struct.socket.MessageHeader;
import io.sidecore.syscall.struct.socket.MessageVector;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

/** Memory of calls in flight, to which the caller has dropped every reference. */
class ReachabilityTest {
    private final List<WeakReference<MemorySegment.Scope>> scopes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** Memory of an arena of its own, which lives as long as somebody refers to it. */
    private Arena arena(String name) {
        Arena arena = Arena.ofAuto();
        scopes.add(new WeakReference<>(arena.scope()));
        names.add(name);
        return arena;
    }

    private MemorySegment memory(String name) {
        return arena(name).allocate(64, 8);
    }

    private IoVectors vectors(String name) {
        return new IoVectors(2, arena(name + ": array")).add(memory(name + ": first"), 0, 8).add(
                memory(name + ": second"),
                0, 8);
    }

    private MessageHeader header(String name) {
        return new MessageHeader(arena(name)).buffers(vectors(name + ": buffers"))
                .address(new SocketAddressBuffer(arena(name + ": address")))
                .control(new ControlMessages(32, arena(name + ": control")));
    }

    private void submit(SyscallPage page) {
        page.write(-1, memory("write"), 0, 8);
        page.readv(-1, vectors("readv"));
        page.pwritev2(-1, vectors("pwritev2"), 0, 0);
        page.sendto(-1, memory("sendto"), 0, 8, 0, memory("sendto: address"));
        page.recvfrom(-1, memory("recvfrom"), 0, 8, 0, new SocketAddressBuffer(arena("recvfrom: address")));
        page.sendmsg(-1, header("sendmsg"), 0);
        page.recvmsg(-1, header("recvmsg"), 0);
        MessageVector messages = new MessageVector(2, arena("recvmmsg"));
        messages.message(1).buffers(vectors("recvmmsg: second"));
        page.recvmmsg(-1, messages, 2, 0);
        page.statx(-1, new CString("x", arena("statx: path")), 0, 0, new StatxBuffer(arena("statx")));
        page.openat(-1, new CString("x", arena("openat")), 0, 0);
        page.readlinkat(-1, "x", memory("readlinkat"), 0, 8);
        page.utimensat(-1, "x", new FileTimes(arena("utimensat")), 0);
        page.epoll_pwait2(-1, new EpollEvents(1, arena("epoll_pwait2")), new TimeSpec(arena("epoll_pwait2: timeout")));
        page.ppoll(new PollDescriptors(0, arena("ppoll")), new TimeSpec(arena("ppoll: timeout")));
        page.timerfd_settime(-1, 0, new ITimerSpec(arena("timerfd_settime")),
                new ITimerSpec(arena("timerfd_settime: old")));
        page.nanosleep(new TimeSpec(arena("nanosleep")), new TimeSpec(arena("nanosleep: remaining")));
        page.clock_nanosleep(1, 0, new TimeSpec(arena("clock_nanosleep")),
                new TimeSpec(arena("clock_nanosleep: rest")));
        page.getsockname(-1, new SocketAddressBuffer(arena("getsockname")));
        page.copy_file_range(-1, -1, 1, memory("copy_file_range"));
    }

    @Test
    void memoryStaysUntilTheResultIsTaken() {
        IdleStrategy idle = new YieldingIdleStrategy();
        DirectCalls calls = new DirectCalls();
        DescriptorPair pipe = new DescriptorPair();
        assertThat(calls.pipe2(pipe, 0)).isZero();
        try (CoreEngine engine = CoreEngine.start(CpuSet.allowed().first(), idle)) {
            SyscallPage page = engine.register(64);
            page.read(pipe.first(), memory("read"), 0, 8);
            submit(page);
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            List<String> lost = new ArrayList<>();
            for (int i = 0; i < scopes.size(); i++) {
                if (scopes.get(i).refersTo(null)) {
                    lost.add(names.get(i));
                }
            }
            calls.write(pipe.second(), Arena.ofAuto().allocate(8), 0, 8);
            while (page.inFlight() > 0) {
                page.await((token, result) -> {}, idle);
            }
            assertThat(lost).isEmpty();
            assertThat(scopes).hasSizeGreaterThan(40);
        }
    }

    @Test
    void collectorFindsWhatNobodyHolds() {
        memory("nobody's");
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        assertThat(scopes.get(0).refersTo(null)).isTrue();
    }

    @Test
    void clearedVectorHoldsNothing() {
        IoVectors vectors = vectors("cleared").clear();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        assertThat(scopes).hasSize(3).element(0).satisfies(array -> assertThat(array.refersTo(null)).isFalse());
        assertThat(scopes.subList(1, 3)).allSatisfy(buffer -> assertThat(buffer.refersTo(null)).isTrue());
        assertThat(vectors.count()).isZero();
    }
}
