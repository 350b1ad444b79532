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

    private static final int BUFFERS = 40;
    private static final int MOST_TAKES = 2;
    /** Records in the FIFO at most: far from where a write would wait. */
    private static final int MOST_IN_FIFO = 100;
    private static final long PAUSE_NANOS = 20_000;

    private record Call(int sequence, Deed deed, MemorySegment buffer) {}

    private final Desk desk;
    private final CallerFiles files;
    private final PageBook book;
    private final int life;
    private final long salt;
    private final SplittableRandom random;
    private final PageOrder.Plant plant;
    private final Map<Long, Call> inFlight = new HashMap<>();
    private final Deque<MemorySegment> buffers = new ArrayDeque<>();
    private int takes;
    private int inFifo;
    private int placed;
    private int appended;
    private int ordered;
    private int fifo;

    Caller(Desk desk, CallerFiles files, PageBook book, int life, long salt, SplittableRandom random,
            PageOrder.Plant plant) {
        this.desk = desk;
        this.files = files;
        this.book = book;
        this.life = life;
        this.salt = salt;
        this.random = random;
        this.plant = plant;
    }

    void live() {
        DirectCalls direct = new DirectCalls();
        placed = open(direct, files.placed(), SystemCalls.O_RDWR | SystemCalls.O_CREAT);
        appended = open(direct, files.appended(), SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_APPEND);
        ordered = open(direct, files.ordered(), SystemCalls.O_WRONLY | SystemCalls.O_CREAT | SystemCalls.O_APPEND);
        fifo = open(direct, files.fifo(), SystemCalls.O_RDWR);
        for (int i = 0; i < BUFFERS; i++) {
            buffers.add(desk.allocate(PageRecord.LENGTH));
        }
        book.signs().begin();
        int end = Math.min(book.capacity(), book.count() + MOST_CALLS);
        while (book.count() < end) {
            act(end - book.count());
        }
        giveUpTakes();
        await(0);
    }

    private static int open(DirectCalls direct, Path file, int flags) {
        long result = direct.openat(SystemCalls.AT_FDCWD, file.toString(), flags, 0600);
        if (result < 0) {
            throw new IllegalStateException("openat of " + file + ": " + Errno.describe(result));
        }
        return (int) result;
    }

    private void act(int most) {
        if (buffers.isEmpty()) {
            await(Math.max(takes, inFlight.size() - 1));
        }
        switch (random.nextInt(16)) {
            case 0 -> giveUpOne();
            case 1 -> await(Math.max(takes, inFlight.size() - 1));
            case 2 -> {
                giveUpTakes();
                await(0);
                if (desk.hasBarrier()) {
                    submit(Deed.MARK);
                }
            }
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
        int sequence = book.next(deed, life);
        if (deed.writes()) {
            PageRecord.write(buffer, salt, files.caller(), deed, sequence);
        }
        if (plant == PageOrder.Plant.EARLY && deed == Deed.ORDERED) {
            book.reaped(sequence, PageRecord.LENGTH);
        }
        long token = call(deed, sequence, buffer);
        if (token < 0) {
            book.refused(sequence);
            buffers.add(buffer);
            return;
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
        book.reaped(call.sequence, result);
        if (plant == PageOrder.Plant.TWICE && call.deed == Deed.APPEND && result == PageRecord.LENGTH) {
            desk.calls().write(appended, call.buffer, 0, PageRecord.LENGTH);
            return;
        }
        PageRecord.spoil(call.buffer);
        buffers.add(call.buffer);
    }

    private void giveUp(long token) {
        book.givesUp(inFlight.get(token).sequence);
        desk.cancel(token);
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
