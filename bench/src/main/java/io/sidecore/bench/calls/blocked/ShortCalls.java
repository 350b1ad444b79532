package io.sidecore.bench.calls.blocked;

import io.sidecore.bench.calls.served.DataFile;
import io.sidecore.bench.calls.served.PageContender;
import io.sidecore.bench.calls.served.Results;
import io.sidecore.syscall.CoreEngine;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;
import java.util.concurrent.locks.LockSupport;

/** Rounds of a thousand short calls, behind others or not. */
final class ShortCalls extends PageContender {
    static final int CALLS = 1000;

    private static final int ENTRIES = 2048;
    private static final long BLOCKED_FOR_NANOS = 5_000_000;

    /** Which calls are short. */
    enum Kind {
        /** A write to the page cache. */
        PWRITE(DataFile.LENGTH + "-byte pwrite"),
        /** The shortest of all. */
        GETPPID("getppid");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What is ahead of them. */
    enum Ahead {
        /** Nothing. */
        NONE("none blocked"),
        /** Calls that have been blocked for milliseconds. */
        BLOCKED(Blockers.CALLS + " blocked before"),
        /** Calls that were submitted just before. */
        SUBMITTED(Blockers.CALLS + " submitted just before");

        private final String text;

        Ahead(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Kind kind;
    private final Ahead ahead;
    private final DataFile file = new DataFile();
    private final Blockers blockers = new Blockers();
    private final Results results;
    private long counted;

    ShortCalls(Kind kind, Ahead ahead) {
        super(spinning(), ENTRIES);
        this.kind = kind;
        this.ahead = ahead;
        this.results = new Results(kind == Kind.PWRITE ? DataFile.LENGTH : new DirectCalls().getppid());
    }

    @Override
    protected void prepare(CoreEngine engine, SyscallPage page) {
        if (ahead != Ahead.NONE) {
            // Once in vain, so that there are threads enough.
            blockers.submit(page);
            LockSupport.parkNanos(BLOCKED_FOR_NANOS);
        }
        if (ahead == Ahead.SUBMITTED) {
            blockers.giveUp(page);
        }
    }

    /** Calls that are blocked are given up with their page. */
    @Override
    public void lead(int leader, long count) {
        SyscallPage page = page();
        long nanos = 0;
        for (long round = 0; round < count / CALLS; round++) {
            if (ahead == Ahead.SUBMITTED) {
                blockers.submit(page);
            }
            long start = System.nanoTime();
            run(page);
            nanos += System.nanoTime() - start;
            if (ahead == Ahead.SUBMITTED) {
                blockers.giveUp(page);
            }
        }
        counted = nanos;
    }

    private void run(SyscallPage page) {
        long end = results.count() + CALLS;
        if (kind == Kind.PWRITE) {
            for (int call = 0; call < CALLS; call++) {
                file.write(page);
            }
        } else {
            for (int call = 0; call < CALLS; call++) {
                page.getppid();
            }
        }
        while (results.count() < end) {
            page.poll(results, CALLS);
        }
    }

    @Override
    public long countedNanos(long nanos) {
        return counted;
    }

    /** {@return 0: the threads of this core take its CPU from each other} */
    @Override
    public int thread() {
        return 0;
    }

    @Override
    public void close() {
        blockers.close();
        file.close();
    }
}
