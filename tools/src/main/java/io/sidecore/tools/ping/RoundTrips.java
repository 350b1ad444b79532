package io.sidecore.tools.ping;

import io.sidecore.memory.Party;
import io.sidecore.ring.MessageHandler;
import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** The ping's loop: sends on schedule, and checks and times what comes back. One thread. */
final class RoundTrips {
    /** Messages in flight at most. */
    private static final int WINDOW = 1 << 16;
    private static final int BATCH = 64;

    private final SpscRing ping;
    private final SpscProducer out;
    private final SpscConsumer in;
    private final Schedule schedule;
    private final StopSignal stop;
    private final Waiting waiting = new Waiting();
    private final MessageHandler handler = this::onEcho;
    private final MemorySegment pattern;
    private final long session = ThreadLocalRandom.current().nextInt() & 0x7FFF_FFFFL;
    private final long[] intended = new long[WINDOW];
    private final Histogram histogram = new Histogram(3_600_000_000_000L, 3);

    private boolean greeted;
    private int pongCpu = Protocol.UNPINNED;
    private int sent;
    private int expected;
    private int firstMeasured;
    private int received;
    private int lost;
    private int mismatched;
    /** Nanoseconds of the clock; when the other side was last heard of, or when something was first asked of it. */
    private long heard;
    private long beat;
    private String failure = "";
    private long measuredNs;

    RoundTrips(SpscRing ping, SpscProducer out, SpscConsumer in, Schedule schedule, StopSignal stop) {
        this.ping = ping;
        this.out = out;
        this.in = in;
        this.schedule = schedule;
        this.stop = stop;
        this.pattern = MemorySegment.ofArray(new byte[Math.max(schedule.size(), Protocol.GREETING_LENGTH)]);
        for (int i = Long.BYTES; i < schedule.size(); i++) {
            pattern.set(ValueLayout.JAVA_BYTE, i, (byte) (session + 31 * i));
        }
    }

    /** Asks the pong where it is; false if it does not answer, and {@link #failure} then says why. */
    boolean greet(int cpu) {
        heard = System.nanoTime();
        beat = heard;
        boolean asked = false;
        while (!greeted) {
            if (!asked) {
                long at = out.tryClaim(Protocol.GREETING, Protocol.GREETING_LENGTH);
                if (at >= 0) {
                    ping.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + Protocol.WORD, session << 32);
                    ping.data().set(ValueLayout.JAVA_INT_UNALIGNED, at + Protocol.CPU, cpu);
                    out.commit();
                    asked = true;
                }
            }
            if (!receive() && hasFailed(System.nanoTime())) {
                return false;
            }
        }
        waiting.shareCpu(pongCpu == cpu);
        return true;
    }

    /** Warms up, then measures, until all is back, the signal comes, or the pong is silent for too long. */
    void run() {
        exchange(schedule.warmUp(), 0);
        histogram.reset();
        received = 0;
        firstMeasured = schedule.warmUp();
        long start = System.nanoTime();
        exchange(schedule.count(), schedule.rate());
        measuredNs = System.nanoTime() - start;
        // Those that were sent and did not come back.
        lost += sent - expected;
    }

    private void exchange(int count, double rate) {
        int first = sent;
        int end = sent + count;
        double gap = rate == 0 ? 0 : 1e9 / rate;
        long start = System.nanoTime();
        while (expected < end && failure.isEmpty()) {
            long now = System.nanoTime();
            long due = rate == 0 ? now : start + (long) ((sent - first) * gap);
            boolean mayGo = rate == 0 ? sent == expected : sent - expected < WINDOW;
            if (sent < end && mayGo && due - now <= 0 && send(due)) {
                waiting.busy();
            }
            if (!receive() && hasFailed(now)) {
                return;
            }
        }
    }

    private boolean send(long due) {
        long at = out.tryClaim(Protocol.PING, schedule.size());
        if (at < 0) {
            return false;
        }
        MemorySegment.copy(pattern, 0, ping.data(), at, schedule.size());
        ping.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at + Protocol.WORD, session << 32 | sent);
        if (sent == expected) {
            heard = System.nanoTime();
        }
        intended[sent & WINDOW - 1] = due;
        out.commit();
        sent++;
        return true;
    }

    private boolean receive() {
        if (in.poll(handler, BATCH) == 0) {
            waiting.idle(System.nanoTime());
            return false;
        }
        heard = System.nanoTime();
        waiting.busy();
        return true;
    }

    private void onEcho(int type, MemorySegment segment, long offset, int length) {
        long now = System.nanoTime();
        long word = length < Long.BYTES ? -1 : segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + Protocol.WORD);
        if (length >= Long.BYTES && word >>> 32 != session) {
            // An answer to a ping that was killed before it came.
            return;
        }
        if (type == Protocol.GREETING && length == Protocol.GREETING_LENGTH) {
            pongCpu = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset + Protocol.CPU);
            greeted = true;
            return;
        }
        int sequence = (int) word;
        if (type != Protocol.PING || length < Long.BYTES || sequence < expected || sequence >= sent) {
            mismatched++;
            return;
        }
        lost += sequence - expected;
        expected = sequence + 1;
        if (length != schedule.size() || MemorySegment.mismatch(segment, offset + Long.BYTES, offset + length, pattern,
                Long.BYTES, length) >= 0) {
            mismatched++;
            return;
        }
        received++;
        if (sequence >= firstMeasured) {
            histogram.recordValue(
                    Math.clamp(now - intended[sequence & WINDOW - 1], 0, histogram.getHighestTrackableValue()));
        }
    }

    /** Whether to give up; looks seldom, for it asks the operating system. */
    private boolean hasFailed(long now) {
        if (stop.isSet()) {
            failure = "interrupted";
            return true;
        }
        if (now - beat < Protocol.BEAT_NANOS) {
            return false;
        }
        beat = now;
        out.heartbeat();
        in.heartbeat();
        boolean waitsForPong = !greeted || sent > expected;
        if (ping.isClosed()) {
            failure = "the pong has ended";
        } else if (waitsForPong && now - heard > Protocol.BEAT_NANOS && pong().isDead()) {
            failure = "the pong, process " + pong().pid() + ", is dead";
        } else if (waitsForPong && now - heard > schedule.timeoutNs()) {
            failure = String.format(Locale.ROOT, "no answer for %.1f s from the pong: %s", (now - heard) / 1e9,
                    pong().describe());
        }
        return !failure.isEmpty();
    }

    private Party pong() {
        return ping.consumerParty();
    }

    /** Why it ended early, or empty. */
    String failure() {
        return failure;
    }

    int pongCpu() {
        return pongCpu;
    }

    /** Whether everything came back as it was sent. */
    boolean isWhole() {
        return lost == 0 && mismatched == 0;
    }

    /** {@code received 5 of 5, lost 0, not as sent 0; 10,000 a second}. */
    String counts() {
        return String.format(Locale.ROOT, "received %,d of %,d, lost %,d, not as sent %,d; %,.0f a second", received,
                Math.max(0, sent - firstMeasured), lost, mismatched, received * 1e9 / Math.max(1, measuredNs));
    }

    /** Round trips of the measured messages in nanoseconds, from when each was to be sent. */
    Histogram histogram() {
        return histogram;
    }

    /** The largest payload that a ring takes, limited by both directions. */
    static int maxSize(Ring there, Ring back) {
        return Math.min(there.maxMessageLength(), back.maxMessageLength());
    }
}
