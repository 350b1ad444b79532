package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.affinity.AffinityException;
import io.sidecore.affinity.CpuSet;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.StatxBuffer;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyscallPageTest {
    private final IdleStrategy idle = new YieldingIdleStrategy();

    static Stream<Supplier<Engine>> engines() {
        return Stream.of(DirectEngine::new, SyscallPageTest::coreEngine);
    }

    private static Engine coreEngine() {
        return CoreEngine.start(CpuSet.allowed().first(), new YieldingIdleStrategy());
    }

    /** The results in the order of submission. */
    private long[] awaitAll(SyscallPage page) {
        SortedMap<Long, Long> results = new TreeMap<>();
        while (page.inFlight() > 0) {
            page.await(results::put, idle);
        }
        return results.values().stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyTypedCallWorksThroughThePage(Supplier<Engine> start, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");
        try (Engine engine = start.get(); DatagramChannel receiver = DatagramChannel.open()) {
            SyscallPage page = engine.register();
            page.openat(SystemCalls.AT_FDCWD, file.toString(), SystemCalls.O_RDWR | SystemCalls.O_CREAT, 0600);
            int fd = (int) awaitAll(page)[0];
            MemorySegment text = page.allocate(16, 8);
            text.setString(0, "trade");
            MemorySegment back = page.allocate(16, 8);
            StatxBuffer status = new StatxBuffer();
            page.write(fd, text, 0, 5);
            page.pwrite(fd, text, 0, 5, 5);
            page.fdatasync(fd);
            page.fsync(fd);
            page.fstat(fd, status);
            page.pread(fd, back, 0, 10, 0);
            page.read(fd, back, 10, 6);
            page.getppid();
            page.close(fd);
            page.close(fd);
            assertThat(awaitAll(page)).containsExactly(5, 5, 0, 0, 0, 10, 5, new DirectCalls().getppid(), 0,
                    -Errno.EBADF);
            assertThat(status.size()).isEqualTo(10);
            assertThat(back.getString(0)).startsWith("tradetradetrade".substring(0, 10));

            receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            MemorySegment address = SocketAddresses.encode((InetSocketAddress) receiver.getLocalAddress(),
                    Arena.ofAuto());
            page.socket(SystemCalls.AF_INET, SystemCalls.SOCK_DGRAM, 0);
            int socket = (int) awaitAll(page)[0];
            page.sendto(socket, text, 0, 5, 0, address);
            page.recvfrom(socket, back, 0, 16, SystemCalls.MSG_DONTWAIT);
            page.close(socket);
            assertThat(awaitAll(page)).containsExactly(5, -Errno.EAGAIN, 0);
            ByteBuffer datagram = ByteBuffer.allocate(16);
            receiver.receive(datagram);
            assertThat(datagram.position()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void fullPageRefusesCountsAndTakesCallsAgainAfterPolling(Supplier<Engine> start) {
        try (Engine engine = start.get()) {
            SyscallPage page = engine.register(64);
            for (int i = 0; i < 64; i++) {
                assertThat(SyscallPage.slot(page.getppid())).isEqualTo(i);
            }
            assertThat(page.getppid()).isEqualTo(SyscallPage.FULL);
            assertThat(page.full()).isEqualTo(1);
            assertThat(page.inFlight()).isEqualTo(64);
            assertThat(awaitAll(page)).hasSize(64);
            assertThat(SyscallPage.slot(page.getppid())).as("the entry behind the last one").isEqualTo(64);
            awaitAll(page);
            assertThat(page.submitted()).isEqualTo(65).isEqualTo(page.completed());
        }
    }

    @Test
    void tokensAndResultsMatchOverManyLaps() {
        try (Engine engine = coreEngine()) {
            SyscallPage page = engine.register(64);
            int calls = 100_000;
            // In any order: a thread that the JVM holds up in a call hands the rest on.
            BitSet seen = new BitSet();
            List<String> wrong = new ArrayList<>();
            // A descriptor that cannot exist fails at once; an even token asks for something that succeeds.
            long parent = new DirectCalls().getppid();
            CompletionHandler check = (token, result) -> {
                long sequence = SyscallPage.sequence(token);
                long expected = sequence % 2 == 0 ? parent : -Errno.EBADF;
                if (seen.get((int) sequence) || result != expected) {
                    wrong.add(token + ": " + result);
                }
                seen.set((int) sequence);
            };
            for (long i = 0; i < calls;) {
                long token = i % 2 == 0 ? page.getppid() : page.close(-1);
                if (token < 0) {
                    page.await(check, idle);
                } else {
                    i++;
                }
            }
            while (page.inFlight() > 0) {
                page.await(check, idle);
            }
            assertThat(wrong).isEmpty();
            assertThat(seen.cardinality()).isEqualTo(calls);
        }
    }

    @Test
    void randomWritesLeaveTheSameFileThroughPageAndDirect(@TempDir Path folder) throws IOException {
        Path direct = folder.resolve("direct");
        Path through = folder.resolve("page");
        Random random = new Random(7);
        try (Engine engine = coreEngine()) {
            SyscallPage page = engine.register();
            DirectCalls calls = new DirectCalls();
            int flags = SystemCalls.O_RDWR | SystemCalls.O_CREAT;
            int a = (int) calls.openat(SystemCalls.AT_FDCWD, direct.toString(), flags, 0600);
            int b = (int) calls.openat(SystemCalls.AT_FDCWD, through.toString(), flags, 0600);
            MemorySegment noise = page.allocate(4096, 8);
            for (int i = 0; i < 4096; i++) {
                noise.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
            List<Long> expected = new ArrayList<>();
            SortedMap<Long, Long> seen = new TreeMap<>();
            for (int i = 0; i < 5000; i++) {
                long length = random.nextInt(200);
                long offset = random.nextInt(3800);
                long position = random.nextInt(100_000) - 1000;
                expected.add(calls.pwrite(a, noise, offset, length, position));
                while (page.thenOnSameDescriptor().pwrite(b, noise, offset, length, position) < 0) {
                    page.await(seen::put, idle);
                }
            }
            while (page.inFlight() > 0) {
                page.await(seen::put, idle);
            }
            assertThat(List.copyOf(seen.values())).isEqualTo(expected).contains((long) -Errno.EINVAL);
            calls.close(a);
            calls.close(b);
        }
        assertThat(Files.mismatch(direct, through)).isEqualTo(-1);
    }

    @Test
    void throwingHandlerTakesItsCompletionAndKeepsTheRest() {
        SyscallPage page = new DirectEngine().register(64);
        page.getppid();
        page.getppid();
        assertThatThrownBy(() -> page.poll((token, result) -> {
            throw new IllegalArgumentException("call " + SyscallPage.sequence(token));
        }, 2)).hasMessage("call 0");
        assertThat(page.poll((token, result) -> assertThat(SyscallPage.sequence(token)).isEqualTo(1), 2)).isEqualTo(1);
    }

    @Test
    void closingTheEngineFinishesWhatWasSubmittedAndRefusesWhatComesLater() {
        Engine engine = coreEngine();
        SyscallPage page = engine.register();
        SyscallPage other = engine.register();
        for (int i = 0; i < 300; i++) {
            page.getppid();
            other.getppid();
        }
        engine.close();
        engine.close();
        assertThat(awaitAll(page)).hasSize(300);
        assertThat(awaitAll(other)).hasSize(300);
        assertThatThrownBy(page::getppid).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(engine::register).isInstanceOf(IllegalStateException.class);
        assertThat(page.await((token, result) -> {}, idle)).isZero();
    }

    private static int[] openPipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(8, 8);
            assertThat(new DirectCalls().raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
            return new int[]{fds.get(ValueLayout.JAVA_INT, 0), fds.get(ValueLayout.JAVA_INT, 4)};
        }
    }

    @Test
    void engineOnACpuThatDoesNotExistFailsAndNamesWhatIsAllowed() {
        assertThatThrownBy(() -> CoreEngine.start(60_000, idle)).isInstanceOf(AffinityException.class)
                .hasMessageContaining("60000").hasMessageContaining(CpuSet.allowed().toString());
    }

    @Test
    void badEntryCountsAreRefused() {
        for (int entries : new int[]{0, 63, 32, 100, 65536, -64}) {
            assertThatThrownBy(() -> new DirectEngine().register(entries)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
