package io.sidecore.syscall;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/** Threads that start together, and whose failures are the test's. */
final class Workers {
    /** What one of them does. */
    @FunctionalInterface
    interface Work {
        void run(int number) throws Exception;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private Workers() {}

    /** Returns when all of them have started. */
    static Workers run(ThreadFactory factory, int count, Work work) {
        Workers workers = new Workers();
        CountDownLatch started = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = factory.newThread(() -> {
                started.countDown();
                try {
                    started.await();
                    work.run(number);
                } catch (Throwable e) {
                    workers.failures.add(e);
                }
            });
            workers.threads.add(thread);
            thread.start();
        }
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return workers;
    }

    /** Returns when all have ended; fails as the first one that failed. */
    void join() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("still running: " + threads.stream().filter(Thread::isAlive).toList(), e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + threads.size() + " failed", failures.peek());
        }
    }
}
