package io.sidecore.stress.crash.broadcast;

import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastReader;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.stress.crash.broadcast.SeenLedger.Event;
import io.sidecore.stress.crash.trial.Post;
import io.sidecore.stress.crash.trial.Role;
import io.sidecore.stress.crash.trial.SentLedger;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.crash.trial.Trial;
import io.sidecore.stress.crash.trial.Violation;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A broadcast ring on trial: one publisher and its successors, and readers that come and go. */
public record BroadcastTrial() implements Trial {
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
        return new Shape(1024L << random.nextInt(3) * random.nextInt(2), random.nextBoolean() ? 16 : 64, 1);
    }

    @Override
    public SharedMemory create(Path file, Shape shape) throws RegionException {
        return BroadcastRing.create(file, shape.capacity(), shape.alignment()).memory();
    }

    @Override
    public SharedMemory attach(Path file) throws RegionException {
        return BroadcastRing.attach(file).memory();
    }

    @Override
    public void reset(SharedMemory memory, Shape shape, SplittableRandom random) {
        long region = memory.region().address();
        long position = random.nextBoolean() ? 0 : random.nextLong(1L << 40) & -shape.alignment();
        OffHeap.putLong(region + RegionHeader.BROADCAST_TAIL_INTENT, position);
        OffHeap.putLong(region + RegionHeader.BROADCAST_TAIL, position);
        OffHeap.putLong(region + RegionHeader.BROADCAST_LATEST, position);
    }

    @Override
    public long receivedBytes(int messages, int lives) {
        // A reader that joins anew may read the newest message again.
        return SeenLedger.bytes((2 * messages + 4096) * lives);
    }

    @Override
    public Role sender(Post post) {
        return new PublisherRole(post);
    }

    @Override
    public Role receiver(Post post) {
        return new ReaderRole(post);
    }

    @Override
    public Runnable rival(Path file, SplittableRandom random) throws RegionException {
        BroadcastRing ring = BroadcastRing.attach(file);
        return () -> {
            switch (random.nextInt(4)) {
                case 0 -> ring.reader();
                case 1 -> ring.readerFromLatest();
                default -> ring.publisher().close();
            }
        };
    }

    @Override
    public void verify(Path file, List<MemorySegment> sent, List<MemorySegment> received, long salt)
            throws RegionException {
        BroadcastRing ring = BroadcastRing.attach(file);
        SentLedger ledger = new SentLedger(sent.getFirst());
        if (ring.publisherParty().pid() == ProcessHandle.current().pid()) {
            throw new Violation("the publisher's place is still taken, though everybody has left");
        }
        // Before a successor repairs anything.
        List<Event> newest = newest(ring, salt);
        long position;
        long next;
        try (BroadcastPublisher successor = ring.publisher()) {
            position = successor.position();
            next = successor.published();
        }
        Publications published = new Publications(ledger, 0, next, position);
        for (int i = 0; i < received.size(); i++) {
            BroadcastOracle.verify(published, new SeenLedger(received.get(i)), ring.capacity(), i);
        }
        newest.forEach(published::check);
        if (newest.size() != Math.min(next, 1) || next > 0 && newest.getFirst().number() != next - 1) {
            throw new Violation("who joined at the end read " + newest + ", published up to " + (next - 1));
        }
    }

    /** What one who joins now reads: the newest message, if there is one. */
    private static List<Event> newest(BroadcastRing ring, long salt) {
        List<Event> read = new ArrayList<>();
        BroadcastReader reader = ring.readerFromLatest();
        reader.poll((type, segment, offset, length) -> read.add(ReaderRole.event(reader, salt, type, segment, offset,
                length)), 2);
        return read;
    }

    @Override
    public String describe(SharedMemory memory, Shape shape) {
        long region = memory.region().address();
        return "  tail intent " + OffHeap.getLongAcquire(region + RegionHeader.BROADCAST_TAIL_INTENT) + ", tail "
                + OffHeap.getLongAcquire(region + RegionHeader.BROADCAST_TAIL) + ", latest "
                + OffHeap.getLongAcquire(region + RegionHeader.BROADCAST_LATEST) + "\n";
    }
}
