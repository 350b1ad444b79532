package io.sidecore.ring.agrona;

import static io.sidecore.ring.agrona.Adapter.TYPE;
import static io.sidecore.ring.agrona.Adapter.claim;
import static io.sidecore.ring.agrona.Adapter.drain;
import static io.sidecore.ring.agrona.Adapter.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.SpscRing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("agrona") // run with the flag that Agrona's buffers need
class AgronaRingBufferTest {
    @ParameterizedTest
    @EnumSource
    void bufferIsTheDataOfTheRing(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        assertThat(ring.capacity()).isEqualTo(1024);
        assertThat(ring.buffer().capacity()).isEqualTo(1024);
        assertThat(ring.maxMsgLength()).isEqualTo(248);
        ring.buffer().verifyAlignment();
        send(ring, 42);
        assertThat(ring.buffer().getInt(0)).as("length").isEqualTo(12);
        assertThat(ring.buffer().getInt(4)).as("type").isEqualTo(TYPE);
        assertThat(ring.buffer().getInt(8)).as("payload").isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource
    void positionsAndSizeCountWholeRecords(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024, 8);
        send(ring, 1);
        send(ring, 2);
        assertThat(ring.producerPosition()).isEqualTo(32);
        assertThat(ring.size()).isEqualTo(32);
        ring.read((type, buffer, index, length) -> {}, 1);
        assertThat(ring.consumerPosition()).isEqualTo(16);
        assertThat(ring.size()).isEqualTo(16);
    }

    @ParameterizedTest
    @EnumSource
    void correlationIdsAndHeartbeatAreSharedByAllWhoAttach(Adapter adapter, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("ring");
        boolean spsc = adapter == Adapter.ONE_TO_ONE;
        AgronaRingBuffer creator = spsc
                ? AgronaRingBuffer.over(SpscRing.create(file, 1024))
                : AgronaRingBuffer.over(MpscRing.create(file, 1024));
        AgronaRingBuffer other = spsc
                ? AgronaRingBuffer.over(SpscRing.attach(file))
                : AgronaRingBuffer.over(MpscRing.attach(file));
        assertThat(creator.nextCorrelationId()).isEqualTo(1);
        assertThat(other.nextCorrelationId()).isEqualTo(2);
        assertThat(other.consumerHeartbeatTime()).isZero();
        creator.consumerHeartbeatTime(123_456);
        assertThat(other.consumerHeartbeatTime()).isEqualTo(123_456);
        send(other, 1);
        assertThat(drain(creator)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void closeAbortsOpenClaimsAndGivesTheRolesBack(Adapter adapter) {
        SpscRing spsc = SpscRing.anonymous(1024);
        MpscRing mpsc = MpscRing.anonymous(1024);
        AgronaRingBuffer first = over(adapter, spsc, mpsc);
        AgronaRingBuffer second = over(adapter, spsc, mpsc);
        claim(first, 1);
        send(first, 2);
        claim(first, 3);
        assertThat(drain(first)).isEmpty();
        assertThatThrownBy(() -> drain(second)).isInstanceOf(IllegalStateException.class);
        first.close();
        send(second, 4);
        assertThat(drain(second)).containsExactly(2, 4);
        second.close();
        assertThat(spsc.memory().parties().taken()).isEmpty();
        assertThat(mpsc.memory().parties().taken()).isEmpty();
    }

    private static AgronaRingBuffer over(Adapter adapter, SpscRing spsc, MpscRing mpsc) {
        return adapter == Adapter.ONE_TO_ONE ? AgronaRingBuffer.over(spsc) : AgronaRingBuffer.over(mpsc);
    }

    @ParameterizedTest
    @EnumSource
    void claimOfALivingProducerIsNotUnblocked(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        int open = claim(ring, 1);
        assertThat(ring.unblock()).isFalse();
        assertThat(drain(ring)).isEmpty();
        assertThat(ring.unblock()).isFalse();
        ring.commit(open);
        assertThat(drain(ring)).containsExactly(1);
    }

    @Test
    void claimOfADeadProcessIsUnblocked(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("ring");
        AgronaRingBuffer ring = AgronaRingBuffer.over(MpscRing.create(file, 1024));
        drain(ring);
        assertThat(runChild(file, false)).isEqualTo(9);
        send(ring, 2);
        assertThat(drain(ring)).isEmpty();
        assertThat(ring.unblock()).isTrue();
        assertThat(ring.unblock()).isFalse();
        assertThat(drain(ring)).containsExactly(2);
    }

    @Test
    void nextProducerTakesOverFromADeadOneAtItsFirstOpenClaim(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("ring");
        AgronaRingBuffer ring = AgronaRingBuffer.over(SpscRing.create(file, 1024));
        assertThat(runChild(file, true)).isEqualTo(9);
        send(ring, 2);
        assertThat(drain(ring)).containsExactly(0, 2);
        for (int i = 3; i < 100; i++) {
            send(ring, i);
            assertThat(drain(ring)).containsExactly(i);
        }
    }

    private static int runChild(Path file, boolean spsc) throws IOException, InterruptedException {
        return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), DyingProducer.class.getName(), file.toString(),
                Boolean.toString(spsc)).inheritIO().start().waitFor();
    }

    /** Another process: sends 0 if it is the only producer, claims, sends 1 behind the claim, and dies. */
    static final class DyingProducer {
        public static void main(String[] args) throws IOException {
            boolean spsc = Boolean.parseBoolean(args[1]);
            Path file = Path.of(args[0]);
            AgronaRingBuffer ring = spsc
                    ? AgronaRingBuffer.over(SpscRing.attach(file))
                    : AgronaRingBuffer.over(MpscRing.attach(file));
            if (spsc) {
                send(ring, 0);
            }
            claim(ring, -1);
            if (spsc) {
                send(ring, 1);
            }
            Runtime.getRuntime().halt(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfAllThreadsArriveOnceAndEachThreadsInOrder(Adapter adapter) throws InterruptedException {
        AgronaRingBuffer ring = adapter.of(4096);
        int threads = adapter == Adapter.ONE_TO_ONE ? 1 : 6;
        int count = 60_000 / threads;
        List<Thread> producing = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            producing.add(Thread.ofPlatform().start(() -> produce(ring, thread, count)));
        }
        int[] next = new int[threads];
        List<String> wrong = new ArrayList<>();
        MessageHandler handler = (type, buffer, index, length) -> {
            int expected = next[type - 1]++;
            if (length != 8 || buffer.getInt(index) != expected || buffer.getInt(index + 4) != type) {
                wrong.add(type + ": " + expected + ", not " + buffer.getInt(index));
            }
        };
        boolean alive = true;
        int read = 0;
        while (wrong.isEmpty() && (alive || read > 0)) {
            alive = producing.stream().anyMatch(Thread::isAlive);
            read = ring.read(handler);
            if (read == 0) {
                Thread.yield();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(next).containsOnly(count);
        assertThat(ring.size()).isZero();
    }

    /** By turns: a write, and a claim around another write, which is not waited for: the open claim may be what keeps the ring full. */
    private static void produce(AgronaRingBuffer ring, int thread, int count) {
        UnsafeBuffer source = new UnsafeBuffer(new byte[8]);
        source.putInt(4, thread + 1);
        int sent = 0;
        while (sent < count) {
            int index = sent % 3 == 1 ? claimInTurn(ring, thread, sent++) : 0;
            if (sent < count) {
                source.putInt(0, sent);
                if (ring.write(thread + 1, source, 0, 8)) {
                    sent++;
                } else {
                    Thread.yield();
                }
            }
            if (index != 0) {
                ring.commit(index);
            }
        }
    }

    private static int claimInTurn(AgronaRingBuffer ring, int thread, int value) {
        int index;
        while ((index = ring.tryClaim(thread + 1, 8)) < 0) {
            Thread.yield();
        }
        ring.buffer().putInt(index, value);
        ring.buffer().putInt(index + 4, thread + 1);
        return index;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAllocatedPerMessage(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(4096);
        UnsafeBuffer source = new UnsafeBuffer(new byte[8]);
        long[] sum = {0};
        MessageHandler handler = (type, buffer, index, length) -> sum[0] += length;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // The first rounds load classes and compile.
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                int outer = ring.tryClaim(TYPE, 8);
                ring.write(TYPE, source, 0, 8);
                ring.commit(ring.tryClaim(TYPE, 8));
                ring.commit(outer);
                ring.read(handler, 10);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(sum[0]).isEqualTo(5L * 10_000 * 3 * 8);
        assertThat(allocated).as("bytes in 30 000 messages").isLessThan(10_000);
    }
}
