package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Entries that their owner overwrites, in part with what no owner would write. No refused call is executed, other pages do not suffer, the page is
 * shut with every call executed or given up, and the engine ends.
 */
class HostileEntriesTest extends EngineScene {
    /** Each of them does no harm with the arguments that are drawn here: no addresses, and as descriptors at most the links between entries. */
    private static final int[] HARMLESS = {SyscallNumber.READ, SyscallNumber.WRITE, SyscallNumber.READV,
            SyscallNumber.WRITEV, SyscallNumber.PREAD64, SyscallNumber.OPENAT, SyscallNumber.FCNTL,
            SyscallNumber.FLOCK, SyscallNumber.EPOLL_PWAIT, SyscallNumber.PPOLL, SyscallNumber.RECVFROM,
            SyscallNumber.RECVMSG, SyscallNumber.SENDTO, SyscallNumber.NANOSLEEP, SyscallNumber.CONNECT,
            SyscallNumber.GETPPID, 500, 4000, 65_535};
    /** Would tell the syscall thread's own id. */
    private static final int REFUSED = SyscallNumber.GETTID;

    private static final int NUMBER_OF_READ = 0;
    private static final int MANY_HAND_OFFS_MILLIS = 100;

    private volatile boolean mayGoOn;

    @AfterEach
    void goOn() {
        mayGoOn = true;
    }

    private long spin() {
        while (!mayGoOn) {
            Thread.onSpinWait();
        }
        return 0;
    }

    private static MemorySegment entry(SyscallPage page, int slot) {
        return page.memory().data().asSlice((long) slot * EntryLayout.LENGTH, EntryLayout.LENGTH);
    }

    private static boolean isRefused(SyscallPage page) {
        try {
            page.getppid();
            return false;
        } catch (IllegalStateException closed) {
            return true;
        }
    }

    @Test
    void aCallThatIsChangedWhileItWaitsIsExecutedAsItWas() {
        SyscallPage page = start(options().threads(2)).register(64);
        int[] pipe = openPipe();
        page.read(pipe[0], buffer, 0, 1);
        page.read(pipe[0], buffer, 1, 1);
        for (int slot = 0; slot < 2; slot++) {
            awaitStatus(page, slot, EntryLayout.ASIDE | EntryLayout.BUSY);
        }
        entry(page, 1).set(ValueLayout.JAVA_SHORT, 56, (short) REFUSED);
        direct.write(pipe[1], buffer, 0, 2);
        awaitAll(page);
        assertThat(results.values()).containsExactly(1L, 1L);
    }

    /** A function that returns 1 if another one begins before it has ended. */
    private Delegate waitForAnother(CoreEngine engine, CountDownLatch begun, CountDownLatch another) {
        return engine.register((a, b, c, d, e, f) -> {
            begun.countDown();
            return isReached(another) ? 1 : 0;
        });
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(MANY_HAND_OFFS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFunctionThatIsMadeACallWhileItRunsKeepsTheOthersWaiting() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch another = new CountDownLatch(1);
        long first = page.call(waitForAnother(engine, begun, another), 0, 0, 0, 0, 0, 0, 0);
        await(() -> begun.getCount() == 0);
        entry(page, 0).set(ValueLayout.JAVA_BYTE, EntryLayout.CONTROL + 2, (byte) 0);
        page.call(engine.register((a, b, c, d, e, f) -> {
            another.countDown();
            return 0;
        }), 0, 0, 0, 0, 0, 0, 0);
        awaitAll(page);
        assertThat(results.get(first)).isZero();
    }

    @Test
    void aCallThatIsMadeAFunctionWhileItIsHeldBackKeepsTheOthersWaiting() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch another = new CountDownLatch(1);
        // The number of read, which would be left to another thread.
        assertThat(waitForAnother(engine, begun, another).number()).isEqualTo(NUMBER_OF_READ);
        int[] pipe = openPipe();
        page.read(pipe[0], buffer, 0, 1);
        long held = page.thenOnSameDescriptor().read(pipe[0], buffer, 0, 1);
        awaitStatus(page, SyscallPage.slot(held), EntryLayout.ASIDE | EntryLayout.SUBMITTED);
        entry(page, SyscallPage.slot(held)).set(ValueLayout.JAVA_SHORT, EntryLayout.CONTROL, (short) NUMBER_OF_READ);
        entry(page, SyscallPage.slot(held)).set(ValueLayout.JAVA_BYTE, EntryLayout.CONTROL + 2,
                (byte) EntryLayout.DELEGATED);
        direct.write(pipe[1], buffer, 0, 1);
        await(() -> begun.getCount() == 0);
        page.call(engine.register((a, b, c, d, e, f) -> {
            another.countDown();
            return 0;
        }), 0, 0, 0, 0, 0, 0, 0);
        awaitAll(page);
        assertThat(results.get(held)).isZero();
    }

    @Test
    void aWrongLinkEndsThePageBehindIt() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        AtomicInteger executed = new AtomicInteger();
        Delegate count = engine.register((a, b, c, d, e, f) -> executed.incrementAndGet());
        AtomicInteger busy = new AtomicInteger();
        SyscallPage other = engine.register(64);
        other.call(engine.register((a, b, c, d, e, f) -> {
            busy.set(1);
            return spin();
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> busy.get() == 1);
        long[] tokens = new long[5];
        AtomicInteger shut = new AtomicInteger();
        Delegate waitUntilShut = engine.register((a, b, c, d, e, f) -> {
            while (shut.get() == 0) {
                Thread.onSpinWait();
            }
            return 0;
        });
        tokens[0] = page.call(waitUntilShut, 0, 0, 0, 0, 0, 0, 0);
        for (int i = 1; i < tokens.length; i++) {
            tokens[i] = page.call(count, 0, 0, 0, 0, 0, 0, 0);
        }
        entry(page, 2).set(ValueLayout.JAVA_LONG, EntryLayout.RESULT, 1L << 40);
        mayGoOn = true;
        await(() -> isRefused(page));
        assertThat(page.poll(keep, 64)).as("while the first is under way").isZero();
        shut.set(1);
        awaitAll(page);
        assertThat(results).containsEntry(tokens[0], 0L).containsEntry(tokens[1], 1L).containsEntry(tokens[2], 2L)
                .containsEntry(tokens[3], (long) -Errno.ECANCELED).containsEntry(tokens[4], (long) -Errno.ECANCELED);
        assertThat(executed).hasValue(2);
        page.close();
    }

    private void awaitStatus(SyscallPage page, int slot, int status) {
        MemorySegment entry = entry(page, slot);
        await(() -> entry.get(ValueLayout.JAVA_BYTE, EntryLayout.CONTROL + 3) == status);
    }

    @Test
    void theOwnerIsToldThatItsListOfResultsLeadsNowhere() {
        for (long link : new long[]{1L << 40, -1, 66, 1}) {
            CoreEngine engine = start(options());
            SyscallPage page = engine.register(64);
            int[] pipe = openPipe();
            page.read(pipe[0], buffer, 0, 1);
            awaitStatus(page, 0, EntryLayout.ASIDE | EntryLayout.BUSY);
            direct.write(pipe[1], buffer, 0, 1);
            awaitStatus(page, 0, EntryLayout.ASIDE | EntryLayout.DONE);
            // Ends when the thread has told of the result.
            engine.close();
            entry(page, 0).set(ValueLayout.JAVA_LONG, 0, link);
            assertThatThrownBy(() -> {
                page.poll((token, result) -> {}, 64);
                page.poll((token, result) -> {}, 64);
            }).as("link " + link).isInstanceOf(IllegalStateException.class).hasMessageContaining("overwritten");
            page.close();
        }
    }

    /** As a descriptor, none that is open; as an address, none that there can be; as a number, one that is out of range. */
    private static long argument(Random random) {
        return 1L << 62 | (long) random.nextInt(1 << 30) << 32 | 1 << 30 | random.nextInt(1 << 30);
    }

    private static long control(Random random) {
        int number = random.nextInt(8) == 0 ? REFUSED : HARMLESS[random.nextInt(HARMLESS.length)];
        int status = random.nextInt(4) > 0 ? EntryLayout.SUBMITTED : random.nextInt(256);
        return EntryLayout.control(number, random.nextInt(256), status,
                random.nextInt(4) > 0 ? random.nextInt(200) : random.nextInt());
    }

    private void overwrite(SyscallPage page, Random random) {
        MemorySegment entry = entry(page, random.nextInt(65));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> entry.set(ValueLayout.JAVA_LONG, EntryLayout.CONTROL, control(random));
            case 3, 4 -> entry.set(ValueLayout.JAVA_LONG, EntryLayout.RESULT,
                    random.nextInt(6) > 0 ? random.nextInt(65) : random.nextLong());
            case 5 -> entry.set(ValueLayout.JAVA_LONG, 0, random.nextBoolean() ? random.nextInt(66) : argument(random));
            case 6 -> page.memory().data().set(ValueLayout.JAVA_LONG, 65L * EntryLayout.LENGTH + 8L * random.nextInt(2),
                    random.nextLong());
            default -> entry(page, random.nextInt(65)).set(ValueLayout.JAVA_BYTE, EntryLayout.CONTROL + 3,
                    (byte) random.nextInt(32));
        }
    }

    /** Goes on as an owner that knows nothing of it. */
    private void use(SyscallPage page, Delegate function, Random random) {
        for (int slot = 0; slot < 65; slot++) {
            for (int i = 0; i < 6; i++) {
                entry(page, slot).set(ValueLayout.JAVA_LONG, 8L * i, argument(random));
            }
        }
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(6)) {
                case 0 -> page.getppid();
                case 1 -> page.call(function, 1, argument(random), 0, 0, 0, 0, 0);
                case 2 -> page.barrier().fsync(-1);
                case 3 -> page.thenOnSameDescriptor().fdatasync(-1);
                case 4 -> page.poll((token, result) -> {}, 64);
                default -> overwrite(page, random);
            }
        }
    }

    @Test
    void randomBytesHurtTheirOwnerOnly() {
        AtomicInteger told = new AtomicInteger();
        for (int round = 0; round < rounds(300); round++) {
            Random random = new Random(SEED + round);
            CoreOptions options = options().threads(2 + random.nextInt(3)).handingOffAfter(Duration.ofNanos(50_000));
            CoreEngine engine = start(random.nextBoolean() ? options.sleepingAfter(Duration.ZERO) : options);
            SyscallPage other = engine.register(64);
            SyscallPage page = engine.register(64);
            Delegate function = engine.register((a, b, c, d, e, f) -> a);
            try {
                use(page, function, random);
                assertThat(other.await(other.getppid(), idle)).isEqualTo(parent);
                engine.close();
                while (page.inFlight() > 0) {
                    page.await((token, result) -> {}, idle);
                }
            } catch (IllegalStateException shut) {
                told.incrementAndGet();
            } catch (Throwable e) {
                throw new AssertionError("round with seed " + (SEED + round), e);
            }
            engine.close();
            await(() -> engine.threads() == 0);
        }
        assertThat(told.get()).isPositive();
    }

    @Test
    void aCallThatNamesItselfAsTheNextIsExecutedOnce() {
        CoreEngine engine = start(options());
        SyscallPage page = engine.register(64);
        AtomicInteger executed = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        SyscallPage other = engine.register(64);
        other.call(engine.register((a, b, c, d, e, f) -> {
            busy.set(1);
            return spin();
        }), 0, 0, 0, 0, 0, 0, 0);
        await(() -> busy.get() == 1);
        page.call(engine.register((a, b, c, d, e, f) -> executed.incrementAndGet()), 0, 0, 0, 0, 0, 0, 0);
        entry(page, 0).set(ValueLayout.JAVA_LONG, EntryLayout.RESULT, 0);
        mayGoOn = true;
        awaitAll(page);
        await(() -> isRefused(page));
        assertThat(executed).hasValue(1);
    }
}
