package io.sidecore.bench.latency.transport;

import io.sidecore.bench.latency.load.Transport;
import io.sidecore.syscall.DirectCalls;
import java.io.IOException;

/** A write of 64 bytes for each message, at once, on the application's CPU: sending it is doing it. */
final class DirectWrites implements Transport {
    private final DirectCalls calls = new DirectCalls();
    private final WrittenFile file = new WrittenFile();
    private final boolean synced;
    private long done = NONE;

    DirectWrites(boolean synced) throws IOException {
        this.synced = synced;
    }

    @Override
    public boolean offer(long number) {
        if (done != NONE) {
            return false;
        }
        WrittenFile.check(file.write(calls), WrittenFile.LENGTH);
        if (synced) {
            WrittenFile.check(file.sync(calls), 0);
        }
        done = number;
        return true;
    }

    @Override
    public long poll() {
        long number = done;
        done = NONE;
        return number;
    }

    @Override
    public void echo() {
        throw new IllegalStateException("a direct call has no other side");
    }

    @Override
    public boolean isEchoed() {
        return false;
    }

    @Override
    public void close() {
        file.close();
    }
}
