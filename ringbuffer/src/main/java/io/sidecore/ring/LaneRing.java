package io.sidecore.ring;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.Parties;
import io.sidecore.memory.Party;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.Registration;
import io.sidecore.memory.SharedMemory;
import io.sidecore.memory.access.OffHeap;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Many producers, each on a lane of its own, and one consumer that drains the lanes in turn.
 *
 * <pre>{@code
 *   LaneRing ring = LaneRing.anonymous(8, 1 << 20);
 *   SpscProducer producer = ring.producer();     // on each producing thread
 *   long at = producer.tryClaim(TYPE, 16);
 *   if (at >= 0) {
 *       producer.data().set(ValueLayout.JAVA_LONG, at, price);
 *       producer.commit();
 *   }
 *   LaneConsumer consumer = ring.consumer();     // on the consuming thread
 *   consumer.poll((type, segment, offset, length) -> ..., 64);
 * }</pre>
 *
 * <p>A lane is what an {@link SpscRing} is: producers never meet, and one that dies costs its own lane and no other. Messages of one lane stay in
 * order; between lanes there is none: where that is needed, use {@link MpscRing}. Each lane has a fixed place in the region's table of parties.
 * A lane outlives its producer: its positions go on where they were, so a lane and a position name a message for ever.
 *
 * <p>This object holds no position of either side and may be used by any thread. Lanes are numbered from 0.
 */
public final class LaneRing {
    private final SharedMemory memory;
    private final SpscRing[] lanes;
    private final long opened;

    private LaneRing(SharedMemory memory, Lanes layout) {
        this.memory = memory;
        this.opened = memory.region().address() + RegionHeader.LANES_OPENED;
        this.lanes = new SpscRing[layout.count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new SpscRing(memory, memory.data().asSlice(layout.records(i), layout.capacity()),
                    layout.positions(i), place(i));
        }
    }

    /** The place of a lane's producer in the table of parties. */
    static int place(int lane) {
        return Parties.CONSUMER + 1 + lane;
    }

    /**
     * A ring between threads of this process.
     *
     * @param lanes        producers open at the same time, 1 to {@link Lanes#MAX_COUNT}
     * @param laneCapacity bytes of each lane, a power of two from {@link Ring#MIN_CAPACITY} to {@link Ring#MAX_CAPACITY}
     * @return the ring, empty
     * @throws IllegalArgumentException if either is out of range
     */
    public static LaneRing anonymous(int lanes, long laneCapacity) {
        return anonymous(lanes, laneCapacity, Ring.DEFAULT_ALIGNMENT);
    }

    /**
     * A ring between threads of this process, with an alignment of choice.
     *
     * @param lanes        producers open at the same time, 1 to {@link Lanes#MAX_COUNT}
     * @param laneCapacity bytes of each lane, a power of two from {@link Ring#MIN_CAPACITY} to {@link Ring#MAX_CAPACITY}
     * @param alignment    bytes, a power of two from 8 (packed) to 128
     * @return the ring, empty
     * @throws IllegalArgumentException if one of them is out of range
     */
    public static LaneRing anonymous(int lanes, long laneCapacity, int alignment) {
        Lanes layout = checked(new Lanes(lanes, laneCapacity), alignment);
        return new LaneRing(SharedMemory.anonymous(layout, alignment), layout);
    }

    /**
     * Creates a ring in a file, for several processes.
     *
     * @param file         must not exist; best on {@code /dev/shm}
     * @param lanes        producers open at the same time, 1 to {@link Lanes#MAX_COUNT}
     * @param laneCapacity bytes of each lane, a power of two from {@link Ring#MIN_CAPACITY} to {@link Ring#MAX_CAPACITY}
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if either number is out of range
     */
    public static LaneRing create(Path file, int lanes, long laneCapacity) throws RegionException {
        return create(file, lanes, laneCapacity, Ring.DEFAULT_ALIGNMENT);
    }

    /**
     * Creates a ring in a file, with an alignment of choice.
     *
     * @param file         must not exist; best on {@code /dev/shm}
     * @param lanes        producers open at the same time, 1 to {@link Lanes#MAX_COUNT}
     * @param laneCapacity bytes of each lane, a power of two from {@link Ring#MIN_CAPACITY} to {@link Ring#MAX_CAPACITY}
     * @param alignment    bytes, a power of two from 8 (packed) to 128
     * @return the ring, empty
     * @throws RegionException          if the file cannot be created in full
     * @throws IllegalArgumentException if one of the numbers is out of range
     */
    public static LaneRing create(Path file, int lanes, long laneCapacity, int alignment) throws RegionException {
        Lanes layout = checked(new Lanes(lanes, laneCapacity), alignment);
        return new LaneRing(SharedMemory.create(file, layout, alignment), layout);
    }

    /**
     * Attaches to a ring that another process, or an earlier run, has created; what it holds stays there.
     *
     * @param file the ring's file
     * @return the ring
     * @throws RegionException if the file is missing or is not a whole ring of this version, or if its lanes, their capacity and that of the
     *                         region contradict each other
     */
    public static LaneRing attach(Path file) throws RegionException {
        SharedMemory memory = SharedMemory.attach(file, RegionKind.LANE_RING);
        // Read once: what is checked is what is used, whoever else writes there.
        Lanes layout = memory.lanes();
        try {
            check(layout, memory.alignment(), memory.capacity());
        } catch (IllegalArgumentException e) {
            throw new RegionException(file + ": header: " + e.getMessage(), e);
        }
        return new LaneRing(memory, layout);
    }

    /** What a header says of lanes: each number is possible, and together they fit the capacity of the region. */
    static void check(Lanes layout, int alignment, long capacity) {
        checked(layout, alignment);
        if (layout.length() != capacity) {
            throw new IllegalArgumentException("lanes " + layout.count() + " with a lane capacity of "
                    + layout.capacity() + " take " + layout.length() + " bytes, but the capacity is " + capacity);
        }
    }

    private static Lanes checked(Lanes layout, int alignment) {
        if (layout.count() < 1 || layout.count() > Lanes.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "lanes " + layout.count() + ": must be from 1 to " + Lanes.MAX_COUNT);
        }
        Ring.check("lane capacity", layout.capacity(), alignment);
        return layout;
    }

    /**
     * Opens a producing side on the first lane that is free, or whose producer is dead, behind what was committed there, and registers it. A
     * quarantined or corrupt lane is passed over. A thread that ends without closing its side keeps the lane until its process ends. Reads
     * {@code /proc}, allocates.
     *
     * @return the side; one thread at a time may use it; its lane is that of {@link #lane(SpscProducer)}
     * @throws IllegalStateException if every lane is taken by a producer that is not known to be dead, or quarantined
     * @throws CorruptRingException  if no lane is left but one whose positions or records contradict each other
     */
    public SpscProducer producer() {
        CorruptRingException corrupt = null;
        for (int lane = 0; lane < lanes.length; lane++) {
            Optional<Registration> registration = isQuarantined(lane)
                    ? Optional.empty()
                    : producerParty(lane).tryRegister();
            if (registration.isPresent()) {
                try {
                    SpscProducer producer = lanes[lane].producer(registration.get());
                    // Before the first commit; pairs with the consumer's acquire, which looks at no lane without its bit.
                    OffHeap.getAndBitwiseOrLong(opened, 1L << lane);
                    return producer;
                } catch (CorruptRingException e) {
                    corrupt = new CorruptRingException(e.getMessage() + ": lane " + lane + " cannot be used", e);
                }
            }
        }
        if (corrupt != null) {
            throw corrupt;
        }
        int quarantined = Long.bitCount(quarantinedLanes());
        throw new IllegalStateException(memory.name() + ": no lane is free: of " + lanes.length + ", "
                + (lanes.length - quarantined) + " have a producer and " + quarantined
                + (quarantined == 1 ? " is" : " are") + " quarantined; close a producer, or create a ring with more");
    }

    /**
     * Opens the consuming side with a budget of {@link LaneConsumer#DEFAULT_BUDGET} messages.
     *
     * @return the side; one thread at a time may use it
     * @throws IllegalStateException if another consumer is open that is not known to be dead
     */
    public LaneConsumer consumer() {
        return consumer(LaneConsumer.DEFAULT_BUDGET);
    }

    /**
     * Opens the consuming side of all lanes, in each behind the last batch whose poll ended, and registers it: what a dead consumer held in
     * mid-poll comes again.
     *
     * @param budget messages of one lane before the next lane has its turn, 1 or more: a small one is fairer, a large one quicker
     * @return the side; one thread at a time may use it
     * @throws IllegalArgumentException if the budget is not positive
     * @throws IllegalStateException    if another consumer is open that is not known to be dead
     */
    public LaneConsumer consumer(int budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("budget " + budget + ": must be positive");
        }
        return new LaneConsumer(this, consumerParty().register("consumer"), budget);
    }

    /** {@return lanes, and so producers that can be open at the same time} */
    public int lanes() {
        return lanes.length;
    }

    /** {@return bytes of each lane, a power of two} */
    public long laneCapacity() {
        return lanes[0].capacity();
    }

    /** {@return the multiple of which every record's length is, in bytes} */
    public int alignment() {
        return lanes[0].alignment();
    }

    /** {@return the longest payload of a message, in bytes: a quarter of a lane less the header} */
    public int maxMessageLength() {
        return lanes[0].maxMessageLength();
    }

    /**
     * {@return the lane of a producer}
     *
     * @param producer opened by {@link #producer()} of this object
     * @throws IllegalArgumentException if it was opened by another ring
     */
    public int lane(SpscProducer producer) {
        int lane = producer.party().index() - place(0);
        if (lane < 0 || lane >= lanes.length || producer.ring != lanes[lane]) {
            throw new IllegalArgumentException(memory.name() + ": the producer is one of another ring");
        }
        return lane;
    }

    /**
     * {@return bytes committed to a lane since creation, padding included; any thread, acquire}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public long producerPosition(int lane) {
        return lanes[lane].producerPosition();
    }

    /**
     * {@return bytes of a lane consumed since creation, padding included; any thread, acquire}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public long consumerPosition(int lane) {
        return lanes[lane].consumerPosition();
    }

    /**
     * {@return the backlog of a lane: bytes not yet consumed, between 0 and the lane's capacity; a snapshot, any thread}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public long size(int lane) {
        return lanes[lane].size();
    }

    /** {@return the backlog of all lanes, quarantined ones included: bytes not yet consumed; a snapshot, any thread} */
    public long size() {
        long size = 0;
        for (SpscRing lane : lanes) {
            size += lane.size();
        }
        return size;
    }

    /**
     * Ends the ring for all processes, for ever: from now on claims return {@link Ring#CLOSED}. A claim that is open may still be committed, and
     * the consumer still gets all that was committed. Any thread of any process; idempotent.
     */
    public void close() {
        // Each lane is a ring over the one region, whose flag and whose correlation ids are those of all.
        lanes[0].close();
    }

    /** {@return whether {@link #close} has been called; acquire} */
    public boolean isClosed() {
        return lanes[0].isClosed();
    }

    /**
     * Draws the next correlation id, unique among all parties of this ring: to match a reply with its request.
     *
     * @return 1, 2, 3, ...; any thread of any process
     */
    public long nextCorrelationId() {
        return lanes[0].nextCorrelationId();
    }

    /**
     * {@return whether a consumer has found a lane corrupt; claims of its producer return {@link Ring#CLOSED}; any thread, acquire}
     *
     * @param lane 0 to {@link #lanes()} - 1
     * @throws IndexOutOfBoundsException if there is no such lane
     */
    public boolean isQuarantined(int lane) {
        Objects.checkIndex(lane, lanes.length);
        return (quarantinedLanes() >>> lane & 1) != 0;
    }

    private long quarantinedLanes() {
        return OffHeap.getLongAcquire(lanes[0].closedAddress()) >>> place(0) & allLanes();
    }

    /** For all processes, for ever; pairs with nothing: a producer that does not see it yet fills its lane and gets no further. */
    void quarantine(int lane) {
        OffHeap.getAndBitwiseOrLong(lanes[0].closedAddress(), 1L << place(lane));
    }

    /** {@return who consumes} */
    public Party consumerParty() {
        return lanes[0].consumerParty();
    }

    /**
     * {@return who produces on a lane}
     *
     * @param lane 0 to {@link #lanes()} - 1
     */
    public Party producerParty(int lane) {
        return lanes[lane].producerParty();
    }

    /** {@return the region that holds the ring} */
    public SharedMemory memory() {
        return memory;
    }

    SpscRing ring(int lane) {
        return lanes[lane];
    }

    /** A bit for every lane that was ever opened. */
    long openedLanes() {
        // Pairs with the or of producer(): its lane's records come after it.
        return OffHeap.getLongAcquire(opened) & allLanes();
    }

    private long allLanes() {
        return (1L << lanes.length) - 1;
    }
}
