package io.sidecore.stress.crash.page;

import io.sidecore.stress.crash.trial.Violation;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** A thread that submits all kinds of calls to a page, in an order that its seed decides, and keeps its book. */
final class Caller {
    /** Calls of one life at most. */
    static final int MOST_CALLS = 2_000;

    private static final int MOST_IN_FLIGHT = 40;
    private static final int MOST_TAKES = 2;
    private static final int NONE = -1;
    /** Records in the FIFO at most: far from where a write would wait. */
    private static final int MOST_IN_FIFO = 100;
    private static final long PAUSE_NANOS = 20_000;
    /** Of a call that was never submitted: no page gives it out. */
    private static final long NO_TOKEN = -2;

    private record Call(int sequence, Deed deed, MemorySegment buffer) {}

    private final Desk desk;
    private final CallerFiles files;
    private final PageBook book;
    private final int life;
    private final long salt;
    private final int quota;
    private final SplittableRandom random;
    private final PageOrder.Plant plant;
    private final DirectCalls direct = new DirectCalls();
    private final Map<Long, Call> inFlight = new HashMap<>();
    private final Deque<MemorySegment> buffers = new ArrayDeque<>();
    private int takes;
    private int inFifo;
    private int placed;
    private int appended;
    private int ordered;
    private int locking;
    private int fifo;
    private boolean isLockInFlight;
    /** The call that cannot get the lock, for the other descriptor has it. */
    private int waitingLock = NONE;

    Caller(Desk desk, CallerFiles files, PageBook book, PageOrder order, SplittableRandom random) {
        this.desk = desk;
        this.files = files;
        this.book = book;
        this.life = order.life();
        this.salt = order.salt();
        this.quota = order.quota();
        this.random = random;
        this.plant = order.plant();
    }

    void live() {
        placed = open(files.placed(), SystemCalls.O_RDWR | SystemCalls.O_CREAT);
        appended = open(files.appended(), SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_APPEND);
        ordered = open(files.ordered(), SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_APPEND);
        locking = open(files.ordered(), SystemCalls.O_RDWR);
        fifo = open(files.fifo(), SystemCalls.O_RDWR);
        for (int i = 0; i < MOST_IN_FLIGHT; i++) {
            buffers.add(desk.buffer());
        }
        book.signs().begin();
        int end = book.count() + Math.min(quota, MOST_CALLS - MOST_IN_FLIGHT);
        while (book.count() < end) {
            act(end - book.count());
        }
        giveUpTakes();
        letGo();
        await(0);
    }

    private int open(Path file, int flags) {
        long result = direct.openat(SystemCalls.AT_FDCWD, file.toString(), flags, 0600);
        if (result < 0) {
            throw new IllegalStateException("openat of " + file + ": " + Errno.describe(result));
        }
        return (int) result;
    }

    private void act(int most) {
        if (buffers.isEmpty()) {
            awaitOne();
        }
        switch (random.nextInt(16)) {
            case 0 -> giveUpOne();
            case 1 -> awaitOne();
            case 2 -> {
                // The barrier is held back, and what comes behind it, until the reads are given up.
                if (desk.hasBarrier()) {
                    submit(Deed.MARK);
                    submit(Deed.PLACE);
                    submit(Deed.APPEND);
                }
                letGo();
                pause(random.nextInt(20));
                giveUpTakes();
                await(0);
            }
            case 3 -> {
                if (waitingLock == NONE && !isLockInFlight) {
                    submit(Deed.LOCK);
                    submit(Deed.ORDERED);
                    submit(desk.hasBarrier() && takes == 0 ? Deed.MARK : Deed.ORDERED);
                    submit(Deed.ORDERED);
                    pause(random.nextInt(20));
                }
            }
            case 4 -> letGo();
            default -> {
                for (int i = Math.min(most, 1 + random.nextInt(8)); i > 0; i--) {
                    submit(draw());
                }
            }
        }
        desk.reap(inFlight.keySet(), this::completed);
    }

    private Deed draw() {
        return switch (random.nextInt(16)) {
            case 0 -> desk.hasBarrier() && takes == 0 ? Deed.MARK : Deed.PLACE;
            case 1, 2, 3 -> Deed.APPEND;
            case 4, 5, 6, 7 -> Deed.ORDERED;
            case 8, 9, 10 -> inFifo < MOST_IN_FIFO ? Deed.PIPE : Deed.TAKE;
            case 11, 12 -> inFifo > 0 || random.nextInt(8) == 0 ? Deed.TAKE : Deed.PLACE;
            default -> Deed.PLACE;
        };
    }

    private void submit(Deed deed) {
        if (buffers.isEmpty() || deed == Deed.TAKE && takes == MOST_TAKES) {
            return;
        }
        MemorySegment buffer = buffers.remove();
        if (deed == Deed.LOCK) {
            lockOther(SystemCalls.LOCK_EX);
        }
        int sequence = book.next(deed, life);
        if (deed.writes()) {
            PageRecord.write(buffer, salt, files.caller(), deed, sequence);
        }
        if (plant == PageOrder.Plant.EARLY && deed == Deed.ORDERED) {
            book.reaped(sequence, PageRecord.LENGTH);
        }
        // In other lives the barriers behind it would give it away.
        if (plant == PageOrder.Plant.LOST && quota < PageOrder.NO_QUOTA && deed == Deed.PLACE && desk.hasBarrier()) {
            inFlight.putIfAbsent(NO_TOKEN, new Call(sequence, deed, buffer));
            return;
        }
        long token = call(deed, sequence, buffer);
        if (token < 0) {
            book.refused(sequence);
            buffers.add(buffer);
            if (deed == Deed.LOCK) {
                lockOther(SystemCalls.LOCK_UN);
            }
            return;
        }
        if (deed == Deed.LOCK) {
            isLockInFlight = true;
            waitingLock = sequence;
        }
        inFlight.put(token, new Call(sequence, deed, buffer));
        takes += deed == Deed.TAKE ? 1 : 0;
        inFifo += deed == Deed.PIPE ? 1 : 0;
    }

    private long call(Deed deed, int sequence, MemorySegment buffer) {
        long place = (long) sequence * PageRecord.LENGTH;
        return switch (deed) {
            case PLACE -> desk.calls().pwrite(placed, buffer, 0, PageRecord.LENGTH, place);
            case MARK -> desk.barrier().pwrite(placed, buffer, 0, PageRecord.LENGTH, place);
            case APPEND -> desk.calls().write(appended, buffer, 0, PageRecord.LENGTH);
            case ORDERED -> desk.ordered().write(ordered, buffer, 0, PageRecord.LENGTH);
            case PIPE -> desk.calls().write(fifo, buffer, 0, PageRecord.LENGTH);
            case TAKE -> desk.calls().read(fifo, buffer, 0, PageRecord.LENGTH);
            case LOCK -> desk.ordered().flock(ordered, SystemCalls.LOCK_EX);
        };
    }

    private void completed(long token, long result) {
        Call call = inFlight.remove(token);
        if (call == null) {
            if (plant == PageOrder.Plant.TWICE) {
                return;
            }
            throw new Violation("a result that nobody waits for: " + result + " with token " + token);
        }
        if (call.deed == Deed.TAKE) {
            takes--;
            if (result == PageRecord.LENGTH) {
                book.taken(call.sequence, PageRecord.sequence(call.buffer, 0, salt, files.caller(), Deed.PIPE));
            }
        }
        if (call.deed == Deed.TAKE == (result == PageRecord.LENGTH)) {
            // A record has been read, or has not been written.
            inFifo -= call.deed == Deed.TAKE || call.deed == Deed.PIPE ? 1 : 0;
        }
        if (call.deed == Deed.LOCK) {
            isLockInFlight = false;
            direct.flock(ordered, SystemCalls.LOCK_UN);
        }
        book.reaped(call.sequence, result);
        if (plant == PageOrder.Plant.TWICE && call.deed == Deed.APPEND && result == PageRecord.LENGTH) {
            desk.calls().write(appended, call.buffer, 0, PageRecord.LENGTH);
            return;
        }
        PageRecord.spoil(call.buffer);
        buffers.add(call.buffer);
    }

    private void giveUp(long token) {
        int sequence = inFlight.get(token).sequence;
        book.givesUp(sequence);
        book.givenUp(sequence, desk.cancel(token));
    }

    private void giveUpOne() {
        List<Long> tokens = new ArrayList<>(inFlight.keySet());
        if (!tokens.isEmpty()) {
            giveUp(tokens.get(random.nextInt(tokens.size())));
        }
    }

    private void giveUpTakes() {
        inFlight.entrySet().stream().filter(entry -> entry.getValue().deed == Deed.TAKE).map(Map.Entry::getKey).toList()
                .forEach(this::giveUp);
    }

    private void lockOther(int operation) {
        long result = direct.flock(locking, operation);
        if (result != 0) {
            throw new IllegalStateException("flock: " + Errno.describe(result));
        }
    }

    /** The other descriptor no longer has the lock. */
    private void letGo() {
        if (waitingLock != NONE) {
            if (book.state(waitingLock) == PageBook.INTENDED) {
                book.taken(waitingLock, 1);
            }
            lockOther(SystemCalls.LOCK_UN);
            waitingLock = NONE;
        }
    }

    /** Waits for a result, and sees to it that one will come. */
    private void awaitOne() {
        letGo();
        await(Math.max(takes, inFlight.size() - 1));
    }

    private void pause(int times) {
        for (int i = 0; i < times; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void await(int most) {
        while (inFlight.size() > most) {
            desk.reap(inFlight.keySet(), this::completed);
            if (random.nextBoolean()) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
