package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SyscallNumber;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are given up, or handed off, at about the moment at which they end by themselves. */
class RaceTest extends EngineScene {
    enum Setting {
        SPARE_THREADS,
        SLEEPING_CORE,
        /** The active thread has to be interrupted as such. */
        NO_SPARE_THREAD
    }

    private static final long CANCELLED = -Errno.ECANCELED;
    private static final int CHUNK = 4096;

    /** At about the time from now at which the watch becomes active. */
    private static final int MICROS = 200;

    private final MemorySegment moment = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment partnersBuffer = Arena.ofAuto().allocate(CHUNK, 64);
    private final SynchronousQueue<Runnable> orders = new SynchronousQueue<>();
    private final Thread partner = Thread.ofPlatform().daemon().start(this::obey);
    private int[] empty;
    private int[] full;
    /** Bytes that were sent to the empty pipe and not received. */
    private int left;

    /** The other side of the pipes. */
    private void obey() {
        try {
            while (true) {
                orders.take().run();
            }
        } catch (InterruptedException over) {
            // The test is.
        }
    }

    @AfterEach
    void endPartner() throws InterruptedException {
        partner.interrupt();
        partner.join();
    }

    private static void pause(int micros) {
        for (long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros); System.nanoTime() < end;) {
            Thread.onSpinWait();
        }
    }

    private void order(int micros, Runnable call) throws InterruptedException {
        orders.put(() -> {
            pause(micros);
            call.run();
        });
    }

    /** Until the partner has done what it was told. */
    private void awaitPartner() throws InterruptedException {
        orders.put(() -> {});
    }

    private void giveUp(SyscallPage page, Random random, long token) {
        if (random.nextInt(3) == 0) {
            page.cancelAt(token, System.nanoTime() + random.nextInt(MICROS * 1000));
        } else {
            pause(random.nextInt(MICROS));
            page.cancel(token);
        }
    }

    private void raceWithARead(SyscallPage page, Random random) throws InterruptedException {
        long token = page.read(empty[0], buffer, 0, 1);
        DirectCalls calls = new DirectCalls();
        order(random.nextInt(MICROS), () -> calls.write(empty[1], partnersBuffer, 0, 1));
        giveUp(page, random, token);
        long result = page.await(token, idle);
        assertThat(result).isIn(1L, CANCELLED);
        left += result == 1 ? 0 : 1;
        awaitPartner();
    }

    private void raceWithAWrite(SyscallPage page, Random random, boolean isGivenUp) throws InterruptedException {
        long token = page.write(full[1], buffer, 0, CHUNK);
        long behind = page.getppid();
        DirectCalls calls = new DirectCalls();
        order(random.nextInt(MICROS), () -> calls.read(full[0], partnersBuffer, 0, CHUNK));
        if (isGivenUp) {
            giveUp(page, random, token);
        }
        assertThat(page.await(behind, idle)).isEqualTo(parent);
        long result = page.await(token, idle);
        assertThat(result).isIn((long) CHUNK, isGivenUp ? CANCELLED : (long) CHUNK);
        awaitPartner();
        if (result == CANCELLED) {
            assertThat(direct.write(full[1], buffer, 0, CHUNK)).isEqualTo(CHUNK);
        }
    }

    /** A signal that came late would end one of them. */
    private void expectPeace(SyscallPage page, Delegate sleep) {
        long inTheActiveThread = page.call(sleep, 0, 0, 0, 0, 0, 0, 0);
        long quick = page.getppid();
        assertThat(page.await(inTheActiveThread, idle)).isZero();
        assertThat(page.await(quick, idle)).isEqualTo(parent);
        if (((CoreEngine) page.engine()).options().maxThreads() > 2) {
            long inAnother = page.raw(SyscallNumber.NANOSLEEP, moment.address(), 0);
            assertThat(page.await(inAnother, idle)).isZero();
        }
    }

    /** Two calls at a time that wait, at most: one of them is what the race is about. */
    private CoreEngine start(Setting setting) {
        CoreOptions options = options().threads(setting == Setting.NO_SPARE_THREAD ? 2 : 4)
                .handingOffAfter(Duration.ofNanos(50_000));
        return start(setting == Setting.SLEEPING_CORE ? options.sleepingAfter(Duration.ZERO) : options);
    }

    @ParameterizedTest
    @EnumSource
    void everyCallHasOneResultAndDisturbsNoOther(Setting setting) throws InterruptedException {
        CoreEngine engine = start(setting);
        DirectCalls calls = new DirectCalls();
        SyscallPage page = engine.register(64);
        Delegate sleep = engine.register((a, b, c, d, e, f) -> calls.raw(SyscallNumber.NANOSLEEP, moment.address(), 0));
        SyscallPage occupant = engine.register(64);
        if (setting == Setting.NO_SPARE_THREAD) {
            occupant.write(openFullPipe()[1], buffer, 0, CHUNK);
            // By the only other thread.
            assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        }
        moment.set(ValueLayout.JAVA_LONG, 8, 50_000);
        empty = openPipe();
        full = openFullPipe();
        for (int round = 0; round < rounds(250); round++) {
            Random random = new Random(SEED + round);
            try {
                // A read has no thread to wait in if none is spare.
                switch (setting == Setting.NO_SPARE_THREAD ? 1 + random.nextInt(3) : random.nextInt(4)) {
                    case 0 -> raceWithARead(page, random);
                    case 1 -> raceWithAWrite(page, random, true);
                    default -> raceWithAWrite(page, random, false);
                }
                expectPeace(page, sleep);
            } catch (Throwable e) {
                throw new AssertionError("round with seed " + (SEED + round), e);
            }
        }
        occupant.close();
        // On a busy machine, perhaps the first one: the others were quicker than the watch.
        long stuck = page.write(full[1], buffer, 0, CHUNK);
        assertThat(page.await(page.getppid(), idle)).isEqualTo(parent);
        assertThat(engine.handOffs()).isPositive();
        assertThat(page.cancel(stuck)).isTrue();
        assertThat(page.await(stuck, idle)).isEqualTo(CANCELLED);
        assertThat(engine.missedWakeUps()).isZero();
        // What was not received is there, and no more.
        assertThat(direct.write(empty[1], buffer, 0, 1)).isOne();
        assertThat(direct.read(empty[0], buffer, 0, PIPE)).isEqualTo(left + 1);
        assertThat(page.inFlight()).isZero();
    }
}
