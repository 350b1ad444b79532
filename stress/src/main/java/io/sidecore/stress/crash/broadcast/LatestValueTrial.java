package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.stress.crash.broadcast.SeenLedger.Event;
import io.sidecore.stress.crash.broadcast.SeenLedger.What;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A latest value on trial: one writer and its successors, and readers that come and go. */
public record LatestValueTrial() implements Trial {
    /** A message's place in the ledger is read from its first eight bytes. */
    private static final int[] LENGTHS = {8, 16, 61, 120, 300};

    @Override
    public int maxSenders() {
        return 1;
    }

    @Override
    public int maxReceivers() {
        return 3;
    }

    @Override
    public boolean hasBackPressure() {
        return false;
    }

    @Override
    public Shape shape(SplittableRandom random, int senders) {
        return new Shape(LENGTHS[random.nextInt(LENGTHS.length)], 128, 1);
    }

    @Override
    public SharedMemory create(Path file, Shape shape) throws RegionException {
        return LatestValue.create(file, (int) shape.capacity()).memory();
    }

    @Override
    public SharedMemory attach(Path file) throws RegionException {
        return LatestValue.attach(file).memory();
    }

    @Override
    public void reset(SharedMemory memory, Shape shape, SplittableRandom random) {
        OffHeap.putLong(memory.region().address() + RegionHeader.VALUE_LENGTH, shape.capacity());
    }

    @Override
    public long receivedBytes(int messages, int lives) {
        return SeenLedger.bytes((messages + 64) * lives);
    }

    @Override
    public Role sender(Post post) {
        return new WriterRole(post);
    }

    @Override
    public Role receiver(Post post) {
        return new ValueReaderRole(post);
    }

    @Override
    public Runnable rival(Path file, SplittableRandom random) throws RegionException {
        LatestValue value = LatestValue.attach(file);
        return () -> value.writer().close();
    }

    @Override
    public void verify(Path file, List<MemorySegment> sent, List<MemorySegment> received, long salt)
            throws RegionException {
        LatestValue value = LatestValue.attach(file);
        if (value.writerParty().pid() == ProcessHandle.current().pid()) {
            throw new Violation("the writer's place is still taken, though everybody has left");
        }
        // Before a successor does anything.
        MemorySegment copy = MemorySegment.ofArray(new long[value.length() / Long.BYTES + 1]);
        long number = value.reader().read(copy);
        long newest;
        try (LatestValueWriter successor = value.writer()) {
            newest = successor.sequence();
        }
        Publications published = new Publications(new SentLedger(sent.getFirst()), 1, newest + 1, 0);
        for (int i = 0; i < received.size(); i++) {
            verify(published, new SeenLedger(received.get(i)), newest, i);
        }
        if (number != newest) {
            throw new Violation("value " + number + " was read at the end, not " + newest);
        }
        if (number != LatestValue.NONE) {
            published.check(ValueReaderRole.event(number, copy, value.length(), salt));
        }
    }

    private static void verify(Publications published, SeenLedger seen, long newest, int reader) {
        long last = 0;
        for (int i = 0; i < seen.count(); i++) {
            Event event = seen.get(i);
            try {
                if (event.what() == What.READ) {
                    published.check(event);
                }
                if (event.what() != What.JOINED && event.number() < last) {
                    throw new Violation("backwards: " + event + " behind " + last);
                }
                if (event.what() == What.LEFT && event.number() != newest) {
                    throw new Violation("left without the newest value: " + event + ", not " + newest);
                }
            } catch (Violation e) {
                throw new Violation("reader " + reader + ": " + e.getMessage() + BroadcastOracle.latest(seen, i));
            }
            // From one life to the next, too.
            last = Math.max(last, event.number());
        }
    }

    @Override
    public String describe(SharedMemory memory, Shape shape) {
        long slot = memory.capacity() / 4;
        StringBuilder text = new StringBuilder("  sequence ").append(OffHeap.getLongAcquire(
                memory.region().address() + RegionHeader.VALUE_SEQUENCE)).append(", stamps");
        for (int i = 0; i < 4; i++) {
            text.append(' ').append(OffHeap.getLongAcquire(memory.data().address() + i * slot));
        }
        return text.append('\n').toString();
    }
}
