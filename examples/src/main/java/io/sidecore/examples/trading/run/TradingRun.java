package io.sidecore.examples.trading.run;

import io.sidecore.affinity.ConfinedThreads;
import io.sidecore.affinity.CurrentThread;
import io.sidecore.affinity.PinnedThread;
import io.sidecore.examples.trading.flow.OrderFlow;
import io.sidecore.examples.trading.journal.JournalHeader;
import io.sidecore.examples.trading.journal.JournalRecord;
import io.sidecore.ring.SpscRing;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.Engine;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SystemCalls;
import io.sidecore.syscall.struct.socket.SocketAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.IdleStrategy;

/**
 * One run: a flow, an engine that executes the system calls, a journal file.
 *
 * @param flow      what the gateway sends
 * @param perSecond messages a second
 * @param syncEvery {@code fdatasync} after so many messages, and after the last
 * @param placement where the threads live
 * @param confine   whether the rest of the JVM's threads is kept off the hot thread's CPU
 */
public record TradingRun(OrderFlow flow, long perSecond, int syncEvery, Placement placement,
        boolean confine) {
    /** Largest group of one {@code fdatasync}. */
    public static final int MAX_SYNC_EVERY = 1 << 16;
    /** A message, and room for a trade each; a journal that needs more grows. */
    private static final long RECORDS_PER_MESSAGE = 2;
    private static final long CHUNK = 1 << 20;
    private static final long RING_BYTES = 1 << 22;

    /**
     * Runs until every message is processed and durable and the send of every trade has a result; failed ones are counted.
     *
     * @param engine  executes the calls of the hot thread
     * @param journal file to write; must not exist
     * @return what was measured
     * @throws IOException if a file or a socket fails; the message says what is durable
     */
    public RunResult run(Engine engine, Path journal) throws IOException {
        DirectCalls calls = new DirectCalls();
        long tracepoint = ThreadSyscalls.tracepoint();
        int fd = (int) require(calls.openat(SystemCalls.AT_FDCWD, journal.toString(),
                SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_EXCL | SystemCalls.O_CLOEXEC, 0644),
                "cannot create the journal " + journal);
        try (MarketData subscriber = new MarketData()) {
            allocate(calls, fd, journal);
            int socket = (int) require(
                    calls.socket(SystemCalls.AF_INET, SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_CLOEXEC, 0),
                    "cannot open a UDP socket");
            try {
                return run(engine, journal, fd, socket, subscriber, tracepoint);
            } finally {
                calls.close(socket);
            }
        } finally {
            calls.close(fd);
        }
    }

    /**
     * Header and zeros, written and synchronised ahead: a full disk shows before the first order, and {@code fdatasync} later
     * has no change of length to record in the file system's own journal. A zero where a record would begin is the end.
     */
    private void allocate(DirectCalls calls, int fd, Path journal) throws IOException {
        String what = "cannot allocate the journal " + journal;
        long size = JournalHeader.BYTES + flow.count() * RECORDS_PER_MESSAGE * JournalRecord.BYTES;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK, Long.BYTES);
            JournalHeader.encode(chunk, 0, flow.fingerprint());
            for (long at = 0; at < size;) {
                at += require(calls.pwrite(fd, chunk, 0, Math.min(CHUNK, size - at), at), what);
                if (at >= JournalHeader.BYTES) {
                    chunk.fill((byte) 0);
                }
            }
        }
        require(calls.fsync(fd), what);
    }

    private RunResult run(Engine engine, Path journal, int fd, int socket, MarketData subscriber, long tracepoint)
            throws IOException {
        SpscRing ring = SpscRing.anonymous(RING_BYTES);
        AtomicBoolean syncing = new AtomicBoolean();
        // More than the ring can hold, so that no time is overwritten before the hot thread has read it.
        long[] enteredNanos = new long[(int) RING_BYTES / 32];
        boolean shared = engine instanceof CoreEngine && placement.gateway() == placement.syscall();
        Gateway gateway = new Gateway(flow, ring, perSecond, subscriber, shared ? syncing::getAcquire : () -> false,
                enteredNanos);
        MemorySegment address = SocketAddresses.encode(subscriber.address(), Arena.ofAuto());
        AtomicInteger hotTid = new AtomicInteger();
        AtomicBoolean abandoned = new AtomicBoolean();
        FutureTask<RunResult> hot = new FutureTask<>(() -> {
            try (PinnedThread pin = PinnedThread.to(placement.hot())) {
                hotTid.set(pin.tid());
                return hotRun(engine.register(), ring, fd, socket, address, journal, tracepoint, abandoned, syncing,
                        enteredNanos);
            } finally {
                gateway.stop();
            }
        });
        FutureTask<Void> feeding = new FutureTask<>(() -> {
            boolean fed = false;
            try (PinnedThread pin = PinnedThread.to(placement.gateway())) {
                while (hotTid.get() == 0 && !hot.isDone()) {
                    Thread.onSpinWait();
                }
                if (placement.isSingle() || !confine) {
                    feed(gateway, subscriber, hot);
                } else {
                    ConfinedThreads rest = ConfinedThreads.confine(placement.others(), Set.of(hotTid.get(), pin.tid()));
                    try {
                        feed(gateway, subscriber, hot);
                    } finally {
                        rest.close();
                    }
                }
                fed = true;
            } finally {
                // A hot thread that is never told would wait for the rest of the flow for ever.
                abandoned.setRelease(!fed);
            }
            return null;
        });
        Thread.ofPlatform().daemon().name("hot").start(hot);
        Thread.ofPlatform().daemon().name("gateway").start(feeding);
        RunResult result;
        try {
            result = join(hot);
        } finally {
            join(feeding);
        }
        return result.withFeed(gateway.lateness(), subscriber.received());
    }

    /** No call may be left in the page when the descriptors are closed: their numbers could be given out again. */
    private void drain(SyscallPage page) {
        IdleStrategy idle = placement.hotIdle();
        while (page.inFlight() > 0) {
            page.await((token, result) -> {}, idle);
        }
    }

    private static void feed(Gateway gateway, MarketData subscriber, FutureTask<RunResult> hot) {
        gateway.run();
        while (!hot.isDone()) {
            subscriber.drain();
            Thread.yield();
        }
        subscriber.drain();
    }

    private RunResult hotRun(SyscallPage page, SpscRing ring, int fd, int socket, MemorySegment address,
            Path journalFile,
            long tracepoint, AtomicBoolean abandoned, AtomicBoolean syncing, long[] enteredNanos) {
        Completions completions = new Completions(page);
        Journal journal = new Journal(page, completions, fd, JournalHeader.BYTES, syncing);
        TradePublisher publisher = new TradePublisher(page, completions, socket, address);
        HotLoop loop = new HotLoop(ring.consumer(), journal, publisher, completions, placement.hotIdle(), syncEvery,
                abandoned, enteredNanos);
        completions.deliverTo(journal, publisher, loop);
        try (ThreadSyscalls counter = ThreadSyscalls.ofCurrentThread(tracepoint)) {
            long start = System.nanoTime();
            try {
                loop.run(flow.count());
            } catch (RuntimeException e) {
                drain(page);
                throw e;
            }
            long nanos = System.nanoTime() - start;
            return new RunResult(loop.processed(), loop.fromRing(), loop.durableLatency(), null, flow.count(), nanos,
                    counter.count(),
                    counter.source(), page.completed(), journal.syncs(), publisher.published(), publisher.failed(), 0,
                    loop.rejected(), loop.book(), journalFile);
        }
    }

    private static <T> T join(FutureTask<T> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UncheckedIOException io -> throw io.getCause();
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case Throwable other -> throw new IOException(other);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static long require(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": " + Errno.describe(result));
        }
        return result;
    }
}
