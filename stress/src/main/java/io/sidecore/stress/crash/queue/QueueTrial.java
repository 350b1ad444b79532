package io.sidecore.stress.crash.queue;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.Party;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscRing;
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

/**
 * A ring with one consumer on trial.
 *
 * @param kind SPSC, MPSC or lane ring
 */
public record QueueTrial(RegionKind kind) implements Trial {
    static final int MOST_SENDERS = 4;

    @Override
    public int maxSenders() {
        return kind == RegionKind.SPSC_RING ? 1 : MOST_SENDERS;
    }

    @Override
    public int maxReceivers() {
        return 1;
    }

    @Override
    public boolean hasBackPressure() {
        return true;
    }

    @Override
    public Shape shape(SplittableRandom random, int senders) {
        int lanes = switch (random.nextInt(6)) {
            case 0 -> senders;
            case 1 -> senders + 1;
            default -> LaneQueue.SPARE;
        };
        return new Shape(1024L << random.nextInt(3) * random.nextInt(2), random.nextBoolean() ? 8 : 64,
                kind == RegionKind.LANE_RING ? lanes : 1);
    }

    @Override
    public SharedMemory create(Path file, Shape shape) throws RegionException {
        return switch (kind) {
            case SPSC_RING -> SpscRing.create(file, shape.capacity(), shape.alignment()).memory();
            case MPSC_RING -> MpscRing.create(file, shape.capacity(), shape.alignment()).memory();
            default -> LaneRing.create(file, shape.lanes(), shape.capacity(), shape.alignment()).memory();
        };
    }

    @Override
    public SharedMemory attach(Path file) throws RegionException {
        return queue(file).memory();
    }

    Queue queue(Path file) throws RegionException {
        return switch (kind) {
            case SPSC_RING -> new LogQueue(SpscRing.attach(file));
            case MPSC_RING -> new LogQueue(MpscRing.attach(file));
            default -> new LaneQueue(LaneRing.attach(file));
        };
    }

    @Override
    public void reset(SharedMemory memory, Shape shape, SplittableRandom random) {
        for (long positions : positions(shape)) {
            if (random.nextBoolean()) {
                long position = position(random) & -shape.alignment();
                long at = memory.region().address() + positions;
                OffHeap.putLong(at, position);
                at += RegionHeader.CONSUMER_POSITION - RegionHeader.PRODUCER_POSITION;
                OffHeap.putLong(at, position);
                // How far it is consumed.
                OffHeap.putLong(at + Long.BYTES, position);
            }
        }
    }

    /** Anywhere, or shortly before 32 bits, signed or not, or the last position that a ring promises to reach, are over. */
    private static long position(SplittableRandom random) {
        long end = switch (random.nextInt(6)) {
            case 0 -> 1L << 31;
            case 1 -> 1L << 32;
            case 2 -> Long.MAX_VALUE - (1L << 20);
            default -> 0;
        };
        return end == 0 ? random.nextLong(1L << 40) : end - random.nextInt(1 << 12);
    }

    /** Offsets in the region of the producers' positions, one a lane; the consumer's are 128 bytes further. */
    private List<Long> positions(Shape shape) {
        if (kind != RegionKind.LANE_RING) {
            return List.of((long) RegionHeader.PRODUCER_POSITION);
        }
        List<Long> positions = new ArrayList<>();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            positions.add(new Lanes(shape.lanes(), shape.capacity()).positions(lane));
        }
        return positions;
    }

    @Override
    public long receivedBytes(int messages, int lives) {
        return ReceivedLedger.bytes(messages * lives);
    }

    @Override
    public Role sender(Post post) {
        return new ProducerRole(this::queue, post);
    }

    @Override
    public Role receiver(Post post) {
        return new ConsumerRole(this::queue, post);
    }

    @Override
    public Runnable rival(Path file, SplittableRandom random) throws RegionException {
        Queue queue = queue(file);
        return () -> {
            if (random.nextBoolean()) {
                queue.producer().close();
                return;
            }
            try (Queue.Consumer consumer = queue.consumer(1)) {
                // Opens the lanes, too.
                consumer.poll((type, segment, offset, length) -> {}, 0);
            }
        };
    }

    @Override
    public void verify(Path file, List<MemorySegment> sent, List<MemorySegment> received, long salt)
            throws RegionException {
        List<SentLedger> ledgers = sent.stream().map(SentLedger::new).toList();
        QueueOracle.verify(ledgers, new ReceivedLedger(received.getFirst()));
        Queue queue = queue(file);
        try (Queue.Consumer last = queue.consumer(1)) {
            // Somebody may have died after the consumer had left.
            last.recover();
        }
        for (Party party : queue.memory().parties().taken()) {
            if (party.pid() == ProcessHandle.current().pid()) {
                throw new Violation("place " + party.index() + " is still taken, though everybody has left");
            }
            if (kind == RegionKind.MPSC_RING && party.index() > 0) {
                throw new Violation("place " + party.index() + " of a dead producer was not freed by recovery");
            }
        }
        checkLanes(queue, ledgers);
    }

    /** Whatever the dead have left there, a lane is open to the next producer, unless somebody has spoilt it. */
    private static void checkLanes(Queue queue, List<SentLedger> sent) {
        List<RingProducer> producers = new ArrayList<>();
        for (int lane = 0; lane < queue.lanes(); lane++) {
            int number = lane;
            boolean spoilt = sent.stream().anyMatch(ledger -> ledger.spoiltLane() == number);
            if (queue.isQuarantined(lane) && !spoilt) {
                throw new Violation("lane " + lane + " is quarantined, though nobody has spoilt it");
            }
            if (!spoilt) {
                producers.add(queue.producer());
            }
        }
        producers.forEach(RingProducer::close);
    }

    @Override
    public String describe(SharedMemory memory, Shape shape) {
        StringBuilder text = new StringBuilder();
        List<Long> positions = positions(shape);
        for (int lane = 0; lane < positions.size(); lane++) {
            long at = memory.region().address() + positions.get(lane);
            long consumer = at + RegionHeader.CONSUMER_POSITION - RegionHeader.PRODUCER_POSITION;
            long consumed = OffHeap.getLongAcquire(consumer);
            long records = kind == RegionKind.LANE_RING
                    ? new Lanes(shape.lanes(), shape.capacity()).records(lane)
                    : 0;
            long header = OffHeap.getLongAcquire(
                    memory.data().address() + records + (consumed & shape.capacity() - 1));
            text.append("  lane ").append(lane).append(": producer position ").append(OffHeap.getLongAcquire(at))
                    .append(" (open ").append(OffHeap.getLongAcquire(at + Long.BYTES)).append("), consumer position ")
                    .append(consumed).append(" (consumed ").append(OffHeap.getLongAcquire(consumer + Long.BYTES))
                    .append("), header there 0x").append(Long.toHexString(header)).append('\n');
        }
        text.append("  wait words: consumer ").append(word(memory, RegionHeader.CONSUMER_WAIT)).append(", producers ")
                .append(word(memory, RegionHeader.PRODUCER_WAIT)).append('\n');
        return text.append("  closed 0x")
                .append(Long.toHexString(OffHeap.getLongAcquire(memory.region().address() + RegionHeader.CLOSED)))
                .append(", lanes opened 0x")
                .append(Long.toHexString(OffHeap.getLongAcquire(memory.region().address() + RegionHeader.LANES_OPENED)))
                .append('\n').toString();
    }

    private static int word(SharedMemory memory, long offset) {
        return OffHeap.getIntAcquire(memory.region().address() + offset);
    }
}
