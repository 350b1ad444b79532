package io.sidecore.examples.trading.run;

import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Publishes trades as datagrams, each only when its message is durable. Owned by the hot thread; no allocation.
 *
 * <pre>
 *   0          8        16      24      32      40     44      48
 *   | sequence | number | maker | taker | price | size | side  |
 * </pre>
 */
final class TradePublisher {
    /** Length of a datagram. */
    static final int BYTES = 48;
    /** Trades that may wait for durability or for their {@code sendto}. */
    private static final int SLOTS = 1 << 16;

    private final SyscallPage page;
    private final Completions completions;
    private final int fd;
    private final MemorySegment address;
    private final MemorySegment buffer;
    private long added;
    private long submitted;
    private long done;
    private long failed;

    TradePublisher(SyscallPage page, Completions completions, int fd, MemorySegment address) {
        this.page = page;
        this.completions = completions;
        this.fd = fd;
        this.address = address;
        this.buffer = page.allocate((long) SLOTS * BYTES, Long.BYTES);
    }

    /** Returns false when as many trades wait as there is room for: the caller makes some durable first. */
    boolean hasRoom() {
        return added - done < SLOTS;
    }

    /** Keeps a trade until its message is durable; returns its number, from 1. */
    long add(long sequence, long maker, long taker, long price, int size, byte takerSide) {
        long at = added % SLOTS * BYTES;
        buffer.set(ValueLayout.JAVA_LONG, at, sequence);
        buffer.set(ValueLayout.JAVA_LONG, at + 8, added + 1);
        buffer.set(ValueLayout.JAVA_LONG, at + 16, maker);
        buffer.set(ValueLayout.JAVA_LONG, at + 24, taker);
        buffer.set(ValueLayout.JAVA_LONG, at + 32, price);
        buffer.set(ValueLayout.JAVA_INT, at + 40, size);
        buffer.set(ValueLayout.JAVA_INT, at + 44, takerSide);
        return ++added;
    }

    /** Publishes every trade of messages up to {@code durable}, as far as the page has room. */
    void publish(long durable) {
        while (submitted < added) {
            long at = submitted % SLOTS * BYTES;
            if (buffer.get(ValueLayout.JAVA_LONG, at) > durable) {
                return;
            }
            long token = page.sendto(fd, buffer, at, BYTES, SystemCalls.MSG_DONTWAIT, address);
            if (token < 0) {
                return;
            }
            submitted++;
            completions.expect(token, Completions.SEND, 0, 0, 0);
        }
    }

    void onSent(long result) {
        done++;
        if (result != BYTES) {
            failed++;
        }
    }

    boolean isIdle() {
        return done == added;
    }

    long published() {
        return done - failed;
    }

    long failed() {
        return failed;
    }
}
