package io.sidecore.stress.soak.load;

import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** One thing that a soak keeps going, with threads of its own. */
public abstract class Load {
    /** Nanoseconds; what takes longer is a hang, and noticed as such. */
    private static final long LONGEST = 60_000_000_000L;
    private static final int DIGITS = 2;
    private static final long MOST_BEHIND_NANOS = 1_000_000_000;
    private static final Duration END = Duration.ofSeconds(60);

    private final String name;
    private final Stint stint;
    private final Recorder latency = new Recorder(LONGEST, DIGITS);
    private final LongAdder done = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final AtomicInteger sendersLeft = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    Load(String name, Stint stint) {
        this.name = name;
        this.stint = stint;
    }

    /** What a thread does. */
    interface Body {
        void run() throws Exception;
    }

    /**
     * {@return all of them, not yet started}
     *
     * @param stint how long they go on
     */
    public static List<Load> all(Stint stint) {
        return List.of(QueueLoad.spsc(stint), QueueLoad.mpsc(stint), QueueLoad.lanes(stint), new BroadcastLoad(stint),
                new ValueLoad(stint), new CallLoad(stint));
    }

    /**
     * Makes what it needs, and starts its threads.
     *
     * @param folder for its files
     * @throws IOException if they cannot be made
     */
    public abstract void start(Path folder) throws IOException;

    /** Gives back what the threads do not. */
    abstract void close();

    /** {@return what it is called} */
    public final String name() {
        return name;
    }

    final Stint stint() {
        return stint;
    }

    final void sender(String role, Body body) {
        sendersLeft.incrementAndGet();
        thread(role, () -> {
            try {
                body.run();
            } finally {
                sendersLeft.decrementAndGet();
            }
        });
    }

    final void thread(String role, Body body) {
        threads.add(Thread.ofPlatform().daemon().name(name + " " + role).unstarted(() -> {
            try {
                body.run();
            } catch (Violation e) {
                stint.fail(name + ", " + role + ": " + e.getMessage());
            } catch (Throwable e) {
                stint.fail(name + ", " + role + " met an error: " + e + " at " + List.of(e.getStackTrace()));
            }
        }));
    }

    final void startThreads() {
        threads.forEach(Thread::start);
    }

    /** Until the next burst is due, so many nanoseconds after the last one; returns when that was, however late it is. */
    static long pause(long due, long period) {
        long next = due + period;
        long left = next - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
        // Far behind, the machine was taken away: to run after that would be a burst of all that was missed.
        return left < -MOST_BEHIND_NANOS ? System.nanoTime() : next;
    }

    final void countSent() {
        sent.increment();
    }

    final void countDone(long due) {
        latency.recordValue(Math.clamp(System.nanoTime() - due, 0, LONGEST));
        done.increment();
    }

    /** Whether all that was sent has arrived, and nothing more will be sent. */
    final boolean isComplete() {
        return sendersLeft.get() == 0 && done.sum() == sent.sum();
    }

    final boolean haveSendersEnded() {
        return sendersLeft.get() == 0;
    }

    /** {@return messages, values or calls that came to their end} */
    public final long done() {
        return done.sum();
    }

    /** {@return latencies since the last call, in nanoseconds} */
    public final Histogram interval() {
        return latency.getIntervalHistogram();
    }

    /**
     * Waits until all that was sent has arrived; a thread that does not end is a failure.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    public final void join() throws InterruptedException {
        long end = System.nanoTime() + END.toNanos();
        for (Thread thread : threads) {
            // Zero would be for ever.
            Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
            if (!thread.join(stint.failure() == null ? left : Duration.ofSeconds(1)) && stint.failure() == null) {
                stint.fail(thread.getName() + " has not come to its end: " + done() + " of " + sent.sum()
                        + " have arrived; it is at " + List.of(thread.getStackTrace()));
            }
        }
        if (threads.stream().noneMatch(Thread::isAlive)) {
            close();
        }
    }
}
