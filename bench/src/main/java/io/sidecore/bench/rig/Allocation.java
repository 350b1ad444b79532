package io.sidecore.bench.rig;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Bytes that the threads of both sides have allocated on the heap, or all threads of the JVM. The leader asks between slices, when
 * the others wait for a command and allocate nothing.
 */
final class Allocation {
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private final long[] others;

    /** Counts for whoever asks, and for other threads of this JVM. */
    Allocation(Thread... others) {
        this.others = new long[others.length];
        for (int i = 0; i < others.length; i++) {
            this.others[i] = others[i].threadId();
        }
        if (threads.isThreadAllocatedMemorySupported()) {
            threads.setThreadAllocatedMemoryEnabled(true);
        }
    }

    /** Whether this JVM counts at all. */
    boolean isCounted() {
        return threads.isThreadAllocatedMemorySupported();
    }

    /**
     * Bytes since the threads began, of the calling thread and the others.
     *
     * @throws IllegalStateException if one of the others has ended, so that its count is lost
     */
    long bytes() {
        long sum = 0;
        for (long other : others) {
            long bytes = threads.getThreadAllocatedBytes(other);
            if (bytes < 0) {
                throw new IllegalStateException("a measured thread has ended");
            }
            sum += bytes;
        }
        return sum + threads.getCurrentThreadAllocatedBytes();
    }

    /** Bytes that all threads of this JVM have allocated, those included that have ended. */
    long bytesOfAllThreads() {
        return threads.getTotalThreadAllocatedBytes();
    }
}
