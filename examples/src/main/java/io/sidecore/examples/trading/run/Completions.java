package io.sidecore.examples.trading.run;

import io.sidecore.syscall.CompletionHandler;
import io.sidecore.syscall.SyscallPage;

/** Remembers what each call in flight was for, and hands its result to whom it concerns. Owned by the hot thread. */
final class Completions implements CompletionHandler {
    static final byte WRITE = 1;
    static final byte SYNC = 2;
    static final byte SEND = 3;

    private final SyscallPage page;
    private final byte[] purpose;
    private final long[] first;
    private final long[] second;
    private final long[] length;
    private Journal journal;
    private TradePublisher publisher;
    private HotLoop loop;

    Completions(SyscallPage page) {
        this.page = page;
        int slots = page.capacity() + 1;
        this.purpose = new byte[slots];
        this.first = new long[slots];
        this.second = new long[slots];
        this.length = new long[slots];
    }

    void deliverTo(Journal toJournal, TradePublisher toPublisher, HotLoop toLoop) {
        this.journal = toJournal;
        this.publisher = toPublisher;
        this.loop = toLoop;
    }

    /** Must follow the submission at once, before the next poll. */
    void expect(long token, byte what, long a, long b, long bytes) {
        int slot = SyscallPage.slot(token);
        purpose[slot] = what;
        first[slot] = a;
        second[slot] = b;
        length[slot] = bytes;
    }

    int poll() {
        return page.poll(this, Integer.MAX_VALUE);
    }

    boolean isIdle() {
        return page.inFlight() == 0;
    }

    @Override
    public void onCompletion(long token, long result) {
        int slot = SyscallPage.slot(token);
        switch (purpose[slot]) {
            case WRITE -> journal.onWritten(token, first[slot], second[slot], length[slot], result);
            case SYNC -> loop.onDurable(journal.onSynced(token, first[slot], result));
            case SEND -> publisher.onSent(result);
            default -> throw new IllegalStateException("completion " + token + " was not expected");
        }
    }
}
