package io.sidecore.tools.ping;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a polite kill: set once, and the process then waits a moment for the work to end well.
 *
 * <p>One thread opens and closes it; any thread may set and read it.
 */
final class StopSignal implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 3;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stop");
    private volatile boolean set;

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void onShutdown() {
        set = true;
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void set() {
        set = true;
    }

    boolean isSet() {
        return set || Thread.currentThread().isInterrupted();
    }

    /** The work has ended; the process may, too. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running already.
        }
    }
}
