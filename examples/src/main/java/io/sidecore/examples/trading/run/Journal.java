package io.sidecore.examples.trading.run;

import io.sidecore.examples.trading.book.Outcome;
import io.sidecore.examples.trading.journal.JournalEncoder;
import io.sidecore.examples.trading.journal.JournalRecord;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes journal records through a page: one {@code pwrite} a message, {@code fdatasync} for a group of them.
 *
 * <p>Records have one length, so record n stands at a known place in the file and in the buffer, which is used round
 * and round; a slot is free again when its {@code pwrite} is done. A short or interrupted write is submitted again, and
 * no {@code fdatasync} that was submitted before that makes its records durable. Owned by the hot thread; no
 * allocation.
 */
final class Journal {
    /** Records that may be on their way to the file. */
    private static final int SLOTS = 1 << 16;

    private final SyscallPage page;
    private final Completions completions;
    private final int fd;
    private final long fileStart;
    /** Tells the gateway whether an fdatasync is under way; written by the hot thread, twice a sync. */
    private final AtomicBoolean syncing;
    private final MemorySegment buffer;
    private final JournalEncoder encoder = new JournalEncoder();

    /** Number of the next record, from 0. */
    private long next;
    /** Records before this one are written. */
    private long written;
    /** Last message handed to {@code pwrite}. */
    private long appended;
    /** Last message that a submitted {@code fdatasync} covers. */
    private long syncRequested;
    private long durable;
    /** No {@code fdatasync} of an earlier number counts: a write before it had to be repeated. */
    private long firstValidSync;
    private int syncsInFlight;
    private long syncs;
    private long repeatedWrites;

    Journal(SyscallPage page, Completions completions, int fd, long fileStart, AtomicBoolean syncing) {
        this.page = page;
        this.completions = completions;
        this.fd = fd;
        this.fileStart = fileStart;
        this.syncing = syncing;
        this.buffer = page.allocate((long) SLOTS * JournalRecord.BYTES, Long.BYTES);
    }

    /** Keeps the record of the message that is about to be applied free; its trades follow it. */
    long begin() {
        return reserve();
    }

    void trade(long sequence, long number, long maker, long taker, long price, int size, byte takerSide) {
        encoder.encodeTrade(buffer, slotOffset(reserve()), sequence, number, maker, taker, price, size, takerSide);
    }

    /** Completes the message that {@code begin} started, and writes it with its trades. */
    void end(long first, long sequence, MemorySegment message, long offset, Outcome outcome) {
        encoder.encodeMessage(buffer, slotOffset(first), message, offset, outcome.code());
        long beyond = next;
        long wrap = (first / SLOTS + 1) * SLOTS;
        if (beyond > wrap) {
            write(first, wrap, 0);
            write(wrap, beyond, 0);
        } else {
            write(first, beyond, 0);
        }
        appended = sequence;
    }

    private long reserve() {
        while (next - written >= SLOTS) {
            if (completions.poll() == 0) {
                if (completions.isIdle()) {
                    throw new IllegalStateException("one message has more than " + SLOTS + " records");
                }
                Thread.onSpinWait();
            }
        }
        return next++;
    }

    private void write(long from, long to, long skipBytes) {
        long offset = slotOffset(from) + skipBytes;
        long length = (to - from) * JournalRecord.BYTES - skipBytes;
        long token;
        while ((token = page.pwrite(fd, buffer, offset, length,
                fileStart + from * JournalRecord.BYTES + skipBytes)) < 0) {
            completions.poll();
        }
        completions.expect(token, Completions.WRITE, from, to, length);
    }

    /** Asks for durability of everything appended so far. */
    void sync() {
        long token;
        while ((token = page.thenOnSameDescriptor().fdatasync(fd)) < 0) {
            completions.poll();
        }
        completions.expect(token, Completions.SYNC, appended, 0, 0);
        syncRequested = appended;
        syncsInFlight++;
        syncing.setRelease(true);
        syncs++;
    }

    void onWritten(long token, long from, long to, long length, long result) {
        if (result == length) {
            written = Math.max(written, to);
        } else if (result > 0 || result == -Errno.EINTR) {
            repeatedWrites++;
            long total = (to - from) * JournalRecord.BYTES;
            write(from, to, total - length + Math.max(result, 0));
            firstValidSync = page.submitted();
            syncRequested = durable;
        } else {
            throw failure("write", result);
        }
    }

    /** Returns the last message that is now durable. */
    long onSynced(long token, long upTo, long result) {
        syncsInFlight--;
        syncing.setRelease(syncsInFlight > 0);
        if (result < 0) {
            throw failure("fdatasync", result);
        }
        if (SyscallPage.sequence(token) >= firstValidSync) {
            durable = Math.max(durable, upTo);
        }
        return durable;
    }

    private UncheckedIOException failure(String call, long result) {
        return new UncheckedIOException(
                new IOException("the journal's " + call + " failed: " + Errno.describe(result) + "; messages 1 to "
                        + durable + " are durable, no trade beyond them was published"));
    }

    private static long slotOffset(long record) {
        return record % SLOTS * JournalRecord.BYTES;
    }

    long unsynced() {
        return appended - syncRequested;
    }

    boolean syncing() {
        return syncsInFlight > 0;
    }

    boolean isDurable() {
        return durable == appended;
    }

    long durable() {
        return durable;
    }

    long syncs() {
        return syncs;
    }

    long repeatedWrites() {
        return repeatedWrites;
    }
}
