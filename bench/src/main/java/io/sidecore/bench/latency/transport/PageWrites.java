package io.sidecore.bench.latency.transport;

import io.sidecore.affinity.CurrentThread;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SyscallPage;
import java.io.IOException;
import org.agrona.concurrent.BusySpinIdleStrategy;

/** A write of 64 bytes for each message through a {@link SyscallPage}, whose engine spins on the other CPU and never sleeps. */
final class PageWrites implements Transport, CompletionHandler {
    /** Where each waits for the device, so that what was sent is back within seconds; two calls each. */
    private static final int SYNCED_CALLS = 128;

    private final CoreOptions options;
    private final boolean synced;
    private final WrittenFile file = new WrittenFile();
    private CoreEngine engine;
    private SyscallPage page;
    private int thread;
    private long taken;

    PageWrites(int cpu, boolean synced) throws IOException {
        this.options = CoreOptions.on(cpu);
        this.synced = synced;
    }

    @Override
    public void lead() {
        engine = CoreEngine.start(options);
        page = engine.register(SyscallPage.DEFAULT_ENTRIES);
        thread = (int) page.await(page.call(engine.register((a0, a1, a2, a3, a4, a5) -> CurrentThread.tid()), 0, 0, 0,
                0, 0, 0, 0), BusySpinIdleStrategy.INSTANCE);
    }

    @Override
    public boolean offer(long number) {
        if (synced) {
            return offerSynced(number);
        }
        long token = file.write(page);
        if (token == SyscallPage.FULL) {
            return false;
        }
        page.attach(token, number);
        return true;
    }

    private boolean offerSynced(long number) {
        if (page.inFlight() > SYNCED_CALLS - 2) {
            return false;
        }
        page.attach(file.write(page), NONE);
        page.attach(file.sync(page.thenOnSameDescriptor()), number);
        return true;
    }

    @Override
    public long poll() {
        taken = NONE;
        page.poll(this, 1);
        return taken;
    }

    @Override
    public void onCompletion(long token, long result) {
        long number = page.attachment(token);
        WrittenFile.check(result, synced && number != NONE ? 0 : WrittenFile.LENGTH);
        taken = number;
    }

    @Override
    public void echo() {
        throw new IllegalStateException("a page is served by its engine");
    }

    @Override
    public boolean isEchoed() {
        return false;
    }

    /** A call that a slow disk has put to sleep is passed by those behind it. */
    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public int servingThread() {
        return thread;
    }

    @Override
    public void close() {
        page.close();
        engine.close();
        file.close();
    }
}
