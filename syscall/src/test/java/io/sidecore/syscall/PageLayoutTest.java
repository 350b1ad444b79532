package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.affinity.CpuSet;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

/**
 * The bytes that an engine in another process, and later versions, must find: every word that is not zero, as {@code offset in the region: bytes
 * in the order of their addresses}. A change here is a new layout version.
 */
class PageLayoutTest {
    private static final int HEADER = 64;
    private static final int ENTRIES = 8192;
    private static final int PRIVATE_GIVEN_UP = ENTRIES + 65 * 64;
    private static final int SHARED_GIVEN_UP = ENTRIES + 64 * 64;

    private final SyscallPage own = new SyscallPage(new DirectEngine(), 64, null, null, Uncounted.page(), page -> {});
    private final SharedPage shared = new SharedPage(new DirectEngine(), 64, null, null, Uncounted.page(), page -> {});
    private final PageQueue ownQueue = own.queue();
    private final PageQueue sharedQueue = shared.queue();

    private static List<String> words(SharedMemory memory, long from, long to) {
        List<String> words = new ArrayList<>();
        for (long at = from; at < to; at += 8) {
            long word = memory.region().get(ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN), at);
            if (word != 0) {
                words.add("%d: %016x".formatted(at, word));
            }
        }
        return words;
    }

    /** Without the stamp of a sampled call, which is a time. */
    private static List<String> header(SharedMemory memory) {
        return words(memory, HEADER, ENTRIES).stream().filter(word -> !word.startsWith("520: ")).toList();
    }

    private static List<String> entry(SharedMemory memory, int slot) {
        return words(memory, ENTRIES + slot * 64L, ENTRIES + slot * 64L + 64);
    }

    private static long status(SharedMemory memory, int slot) {
        return memory.region().get(ValueLayout.JAVA_BYTE, ENTRIES + slot * 64L + 59);
    }

    @Test
    void freshPrivatePageHasTheGoldenHeaderAndNothingElse() {
        assertThat(RegionHeader.LENGTH).isEqualTo(ENTRIES);
        assertThat(words(own.memory(), 0, 40)).containsExactly("0: 53494445434f5245", "8: 0100000010000000",
                "16: 8012000000000000", "24: 0020000000000000", "32: 4000000001000000");
        assertThat(RegionKind.SYSCALL_PAGE.code()).isEqualTo(16);
        assertThat(own.memory().region().byteSize()).isEqualTo(ENTRIES + 0x1280).isEqualTo(PRIVATE_GIVEN_UP + 9 * 64);
        assertThat(words(own.memory(), HEADER, own.memory().region().byteSize())).isEmpty();
    }

    @Test
    void freshSharedPageHasTheGoldenHeaderAndAListOfFreeEntries() {
        assertThat(words(shared.memory(), 0, 40)).containsExactly("0: 53494445434f5245", "8: 0100000012000000",
                "16: 0012000000000000", "24: 0020000000000000", "32: 4000000001000000");
        assertThat(RegionKind.SHARED_SYSCALL_PAGE.code()).isEqualTo(18);
        assertThat(shared.memory().region().byteSize()).isEqualTo(SHARED_GIVEN_UP + 8 * 64);
        assertThat(header(shared.memory())).containsExactly("896: 0100000000000000");
        assertThat(entry(shared.memory(), 0)).containsExactly("8240: 0200000000000000");
        assertThat(entry(shared.memory(), 62)).containsExactly("12208: 4000000000000000");
        assertThat(entry(shared.memory(), 63)).isEmpty();
        assertThat(words(shared.memory(), SHARED_GIVEN_UP, SHARED_GIVEN_UP + 8 * 64)).isEmpty();
    }

    @Test
    void privateEntryHasTheGoldenBytesInEachState() {
        own.raw(SyscallNumber.CLOSE, -1);
        own.thenOnSameDescriptor().barrier().submit(0x0102, 6, 1, 2, 3, 4, 5, 6, null);
        assertThat(entry(own.memory(), 1)).containsExactly("8256: 0100000000000000", "8264: 0200000000000000",
                "8272: 0300000000000000", "8280: 0400000000000000", "8288: 0500000000000000", "8296: 0600000000000000",
                "8304: 0200000000000000", "8312: 02011e0101000000");
        assertThat(ownQueue.next()).isZero();
        assertThat(ownQueue.next()).isEqualTo(1);
        ownQueue.setStatus(1, ownQueue.control(1), EntryLayout.BUSY);
        assertThat(status(own.memory(), 1)).isEqualTo(2);
        ownQueue.finish(1, ownQueue.control(1), -Errno.EBADF);
        assertThat(entry(own.memory(), 1)).contains("8304: f7ffffffffffffff", "8312: 02011e0301000000");
        ownQueue.finish(0, ownQueue.control(0), 0);
        own.poll((token, result) -> {}, 2);
        assertThat(status(own.memory(), 1)).isZero();
        assertThat(header(own.memory())).isEmpty();
    }

    @Test
    void sampledCallIsMarkedAndItsTimeStandsInTheHeader() {
        long before = System.nanoTime();
        own.raw(SyscallNumber.CLOSE, -1);
        assertThat(entry(own.memory(), 0)).contains("8248: 0300210100000000");
        assertThat(own.memory().region().get(ValueLayout.JAVA_LONG, 520) - before).isNotNegative();
        own.raw(SyscallNumber.CLOSE, -1);
        assertThat(entry(own.memory(), 1)).contains("8312: 0300010101000000");
    }

    @Test
    void entriesSetAsideAreMarkedAndLinkedFromTheHeader() {
        own.raw(SyscallNumber.CLOSE, 17);
        own.raw(SyscallNumber.CLOSE, 18);
        ownQueue.next();
        ownQueue.next();
        ownQueue.markAway(0, ownQueue.control(0));
        assertThat(status(own.memory(), 0)).isEqualTo(0x12);
        ownQueue.finishAside(0, ownQueue.control(0), 5);
        ownQueue.finishAside(1, ownQueue.control(1), 6);
        assertThat(header(own.memory())).containsExactly("640: 0200000000000000");
        assertThat(entry(own.memory(), 1)).containsExactly("8256: 0100000000000000", "8304: 0600000000000000",
                "8312: 0300011301000000");
        assertThat(entry(own.memory(), 0)).containsExactly("8240: 0500000000000000", "8248: 0300211300000000");
    }

    @Test
    void sharedEntryHasTheGoldenBytesInEachState() {
        long first = shared.raw(SyscallNumber.CLOSE, -1);
        shared.thenOnSameDescriptor().raw(SyscallNumber.PREAD64, 7, 22, 33, 44);
        assertThat(header(shared.memory())).containsExactly("512: 0200000000000000", "896: 0300000002000000");
        assertThat(entry(shared.memory(), 0)).containsExactly("8192: ffffffffffffffff", "8248: 0300010101000000");
        assertThat(entry(shared.memory(), 1)).containsExactly("8256: 0700000000000000", "8264: 1600000000000000",
                "8272: 2100000000000000", "8280: 2c00000000000000", "8304: 0100000000000000", "8312: 11000c0101000000");
        assertThat(sharedQueue.next()).isZero();
        assertThat(header(shared.memory())).containsExactly("896: 0300000002000000");
        sharedQueue.finish(0, sharedQueue.control(0), -Errno.EBADF);
        assertThat(entry(shared.memory(), 0)).containsExactly("8192: ffffffffffffffff", "8240: f7ffffffffffffff",
                "8248: 0300010301000000");
        shared.tryTake(first);
        assertThat(header(shared.memory())).containsExactly("896: 0100000002000000");
        assertThat(entry(shared.memory(), 0)).containsExactly("8192: ffffffffffffffff", "8240: 0300000000000000",
                "8248: 0300010001000000");
        shared.getppid();
        assertThat(entry(shared.memory(), 0)).as("the entry's second call").contains("8248: 6e00000102000000");
    }

    @Test
    void sharedEntrySetAsideIsMarkedAndNotLinked() {
        shared.raw(SyscallNumber.CLOSE, 17);
        sharedQueue.next();
        sharedQueue.finishAside(0, sharedQueue.control(0), 5);
        assertThat(entry(shared.memory(), 0)).containsExactly("8192: 1100000000000000", "8240: 0500000000000000",
                "8248: 0300011301000000");
        assertThat(header(shared.memory())).containsExactly("896: 0200000001000000");
    }

    @Test
    void endedSharedPageIsSealed() {
        shared.end();
        assertThat(header(shared.memory())).containsExactly("512: ffffffffffffffff", "896: 0100000000000000");
    }

    @Test
    void delegatedAndSampledCallsAreMarked() {
        Delegate function = new Delegate(shared.engine(), 0x0203, (a, b, c, d, e, f) -> 0);
        shared.call(function, 2, 8, 9, 0, 0, 0, 0);
        assertThat(entry(shared.memory(), 0)).containsExactly("8192: 0800000000000000", "8200: 0900000000000000",
                "8248: 0302420101000000");
        assertThat(EntryLayout.SAMPLED).isEqualTo(0x20);
        assertThat(PageLayout.STAMP).isEqualTo(520);
    }

    @Test
    void callsGivenUpAreNamedBehindTheEntries() {
        try (CoreEngine engine = CoreEngine.start(CpuSet.allowed().first(), new YieldingIdleStrategy())) {
            SyscallPage page = engine.register(64);
            SharedPage other = engine.registerShared(64);
            MemorySegment fds = page.allocate(8, 8);
            assertThat(new DirectCalls().raw(SyscallNumber.PIPE2, fds.address(), 0)).isZero();
            int pipe = fds.get(ValueLayout.JAVA_INT, 0);
            page.read(pipe, fds, 0, 1);
            page.cancel(page.read(pipe, fds, 0, 1));
            assertThat(header(page.memory())).contains("768: 0100000000000000");
            assertThat(words(page.memory(), PRIVATE_GIVEN_UP, PRIVATE_GIVEN_UP + 520))
                    .containsExactly((PRIVATE_GIVEN_UP + 8) + ": 0100000001000000");
            other.read(pipe, fds, 0, 1);
            other.read(pipe, fds, 0, 1);
            other.cancel(other.read(pipe, fds, 0, 1));
            assertThat(header(other.memory())).contains("768: 0100000000000000");
            assertThat(words(other.memory(), SHARED_GIVEN_UP, SHARED_GIVEN_UP + 512))
                    .containsExactly((SHARED_GIVEN_UP + 16) + ": 0100000001000000");
        }
    }
}
