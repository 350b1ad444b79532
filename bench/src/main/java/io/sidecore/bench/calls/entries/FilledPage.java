package io.sidecore.bench.calls.entries;

import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.RecordFile;
import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.CoreOptions;
import io.sidecore.syscall.SyscallPage;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.struct.TimeSpec;
import java.time.Duration;

/** Keeps all entries of a page in flight: whatever is done is taken, and as many calls are submitted. */
final class FilledPage extends PageContender implements CompletionHandler {
    /** What a call that blocks takes: several times the time until another thread takes over. */
    static final Duration BLOCKED = Duration.ofMillis(1);

    /** Of a page; of fewer, so many are in use. */
    static final int LEAST_ENTRIES = 64;

    private static final Duration HAND_OFF = Duration.ofNanos(50_000);

    private final Mix mix;
    private final int entries;
    private final RecordFile file = new RecordFile();
    private final TimeSpec pause = new TimeSpec().nanos(BLOCKED.toNanos());
    private long writes;
    private long pauses;

    FilledPage(Mix mix, int entries) {
        super(options(mix), Math.max(LEAST_ENTRIES, entries));
        this.mix = mix;
        this.entries = entries;
    }

    private static CoreOptions options(Mix mix) {
        return mix == Mix.SHORT ? spinning() : spinning().handingOffAfter(HAND_OFF);
    }

    /** Starts as many threads as may block at a time, which would otherwise be part of the first calls. */
    @Override
    protected void prepare(CoreEngine engine, SyscallPage page) {
        // One thread after the other takes over for as long as the first one sleeps.
        int blocking = (int) Math.min(entries, BLOCKED.dividedBy(HAND_OFF) + 1);
        for (int call = 0; mix != Mix.SHORT && call < blocking; call++) {
            page.nanosleep(pause, null);
        }
        while (page.inFlight() > 0) {
            page.poll(this, entries);
        }
    }

    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        Mix kind = mix;
        int all = entries;
        long before = pauses;
        long submitted = 0;
        long sleeps = 0;
        while (submitted < count) {
            for (int free = all - page.inFlight(); free > 0 && submitted < count; free--, submitted++) {
                if (kind.blocks(submitted)) {
                    page.nanosleep(pause, null);
                    sleeps++;
                } else {
                    file.write(page);
                }
            }
            page.poll(this, all);
        }
        while (page.inFlight() > 0) {
            page.poll(this, all);
        }
        if (writes != file.last() || pauses - before != sleeps) {
            throw new IllegalStateException(writes + " results of " + file.last() + " writes, " + (pauses - before)
                    + " of " + sleeps + " sleeps");
        }
    }

    @Override
    public void onCompletion(long token, long result) {
        if (result == RecordFile.LENGTH) {
            writes++;
        } else if (result == 0) {
            pauses++;
        } else {
            throw new IllegalStateException("a call has returned " + Errno.describe(result));
        }
    }

    /** {@return the thread that serves, or 0 where threads of one core take its CPU from each other} */
    @Override
    public int thread() {
        return mix == Mix.SHORT ? super.thread() : 0;
    }

    @Override
    public void close() {
        file.requireAllWritten();
        file.close();
    }
}
