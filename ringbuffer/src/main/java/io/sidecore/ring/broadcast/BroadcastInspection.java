package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.broadcast.RecordLayout.PADDING_TYPE;
import static io.sidecore.ring.broadcast.RecordLayout.SEQUENCE_OFFSET;

import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.InspectedRecord.State;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a {@link BroadcastRing} from outside: positions, the records that are still there, and a claim of the publisher; of a live ring,
 * a dead or a corrupt one. Readers leave no trace in it.
 *
 * <p>It never writes, and every read is bounds-checked. A record is given out only if the publisher had not announced, after the last byte was
 * copied, that it would write there. One thread.
 */
public final class BroadcastInspection {
    /** Looks at words that change under our eyes. */
    private static final int ATTEMPTS = 8;
    /** Larger rings are not copied: the memory for it may be missing where the ring's own users need it. */
    private static final long MAX_SNAPSHOT = 64L << 20;
    private static final int SNAPSHOT_ATTEMPTS = 100;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final byte[] NONE = {};
    private static final String NO_POSITION = "is not that of a record";

    private final RegionInspection region;
    /** The region's, or a copy of its own. */
    private final MemorySegment memory;
    private final long capacity;
    private final int alignment;
    private final List<String> layoutFaults;

    /**
     * An inspection of a ring.
     *
     * @param region the ring's region; it stays the caller's to close
     * @throws IllegalArgumentException if it is of another kind
     */
    public BroadcastInspection(RegionInspection region) {
        if (region.kind().orElse(null) != RegionKind.BROADCAST_RING) {
            throw new IllegalArgumentException(
                    region.file() + ": kind " + region.kindCode() + " is not a broadcast ring");
        }
        this.region = region;
        this.memory = region.region();
        this.capacity = region.capacity();
        this.alignment = region.alignment();
        List<String> faults = new ArrayList<>(region.faults());
        try {
            BroadcastRing.check(capacity, alignment);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        this.layoutFaults = List.copyOf(faults);
    }

    private BroadcastInspection(BroadcastInspection of, MemorySegment memory) {
        this.region = of.region;
        this.memory = memory;
        this.capacity = of.capacity;
        this.alignment = of.alignment;
        this.layoutFaults = of.layoutFaults;
    }

    /**
     * Copies positions and records, so that a live ring can be read at leisure: what was overwritten before the copy was whole is
     * {@link State#OVERTAKEN} in it. Of its {@link #faults} the ring itself is to be asked, not the copy.
     *
     * @return an inspection of the copy; of the ring itself if that has more than 64 MiB
     * @throws IllegalStateException if the ring has {@link #faults} in its header
     */
    public BroadcastInspection snapshot() {
        checkLayout();
        if (capacity > MAX_SNAPSHOT) {
            return this;
        }
        BroadcastInspection copy = new BroadcastInspection(this,
                MemorySegment.ofArray(new long[(int) ((RegionHeader.LENGTH + capacity) / Long.BYTES)]));
        // A publisher at full speed may come round while even the newest record is copied.
        for (int i = 0; i < SNAPSHOT_ATTEMPTS && (i == 0 || copy.isOverwritten(copy.latest())); i++) {
            for (int word : new int[]{RegionHeader.BROADCAST_LATEST, RegionHeader.BROADCAST_TAIL}) {
                copy.memory.set(ValueLayout.JAVA_LONG, word, longAt(word));
            }
            MemorySegment.copy(memory, RegionHeader.LENGTH, copy.memory, RegionHeader.LENGTH, capacity);
            // Pairs with the publisher's StoreStore fence: bytes of a later lap are read only with their intent.
            VarHandle.acquireFence();
            copy.memory.set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_TAIL_INTENT, intent());
        }
        return copy;
    }

    /** Whether the publisher has said that it may write where this record is. */
    private boolean isOverwritten(long position) {
        return Long.compareUnsigned(intent() - position, capacity) > 0;
    }

    private void checkLayout() {
        if (!layoutFaults.isEmpty()) {
            throw new IllegalStateException(region.file() + ": " + layoutFaults.getFirst());
        }
    }

    /** {@return what is wrong with header and positions, none if records can be read} */
    public List<String> faults() {
        if (!layoutFaults.isEmpty()) {
            return layoutFaults;
        }
        // In this order a live ring can do no wrong: no position goes back, and each is stored behind the one above it.
        long before = intent();
        long latest = longAt(RegionHeader.BROADCAST_LATEST);
        long tail = position();
        long after = intent();
        List<String> faults = new ArrayList<>();
        checkPosition(faults, "tail intent", after);
        checkPosition(faults, "tail", tail);
        checkPosition(faults, "latest", latest);
        // A claim takes at most a quarter of the ring, its padding less than that, and the newest record a quarter again.
        boolean contradict = tail - latest < 0 || after - tail < 0 || before - tail > capacity / 2
                || before - latest > capacity / 4 * 3;
        if (faults.isEmpty() && contradict) {
            faults.add("tail intent " + after + ", tail " + tail + " and latest " + latest
                    + " contradict each other: the ring holds " + capacity + " bytes");
        }
        return faults;
    }

    private void checkPosition(List<String> faults, String name, long position) {
        if (position % alignment != 0) {
            faults.add(name + " " + position + " " + NO_POSITION);
        }
    }

    /** {@return bytes of data, as the header says} */
    public long capacity() {
        return capacity;
    }

    /** {@return the multiple of which every record's length is, in bytes, as the header says} */
    public int alignment() {
        return alignment;
    }

    /** {@return bytes published since creation, padding included; acquire} */
    public long position() {
        return longAt(RegionHeader.BROADCAST_TAIL);
    }

    /** {@return up to where the publisher may have written, published or not; acquire. What is a capacity before it is overwritten} */
    public long intent() {
        return longAt(RegionHeader.BROADCAST_TAIL_INTENT);
    }

    /** Aligned, whatever stands in shared memory. */
    long latest() {
        return longAt(RegionHeader.BROADCAST_LATEST) & -alignment;
    }

    /** {@return the place in the table of parties of the publisher} */
    public static int place() {
        return BroadcastRing.PUBLISHER_PLACE;
    }

    /**
     * {@return what the publisher has claimed and not published, from its position to the intent; empty if there is nothing} An aborted claim, or a
     * dead publisher's, looks the same until as much is published; no reader is held up by it.
     */
    public Optional<InspectedRecord> openClaim() {
        for (int i = 0; i < ATTEMPTS; i++) {
            long tail = position();
            long intent = intent();
            if (position() == tail) {
                List<PartySnapshot> publisher = region.party(BroadcastRing.PUBLISHER_PLACE).stream().toList();
                return intent - tail <= 0
                        ? Optional.empty()
                        : Optional.of(new InspectedRecord(State.OPEN_CLAIM, tail, intent, 0, intent - tail, -1, NONE,
                                publisher, ""));
            }
        }
        // A publisher that is so busy has no claim open for long.
        return Optional.empty();
    }

    /**
     * Finds the newest message.
     *
     * @return the message without its payload; {@link State#END} if none was ever published, {@link State#OVERTAKEN} if the publisher
     *         was always quicker, or {@link State#CORRUPT}
     * @throws IllegalStateException if the ring has {@link #faults} in its header
     */
    public InspectedRecord newest() {
        return RecordWalk.newest(this);
    }

    /**
     * Finds the oldest record that is still whole, in a time in proportion to the capacity.
     *
     * @return its position; the newest record's if nothing before it holds up, or if the publisher was always quicker
     * @throws IllegalStateException if the ring has {@link #faults} in its header
     */
    public long oldest() {
        return RecordWalk.oldest(this);
    }

    /** {@return up to where records are overwritten, or may be just now; 0 in the first lap} */
    public long retainedFrom() {
        // Aligned, whatever stands in shared memory.
        long intent = intent() & -alignment;
        return intent >= 0 && intent < capacity ? 0 : intent - capacity;
    }

    /**
     * Reads what is at a position.
     *
     * @param position any; where no record starts, what is found may be nonsense, but never out of bounds
     * @param maxBytes how much of the payload to copy at most
     * @return what was found; {@link State#END} behind what is published, and {@link State#OVERTAKEN} what is or has just been overwritten, with
     *         the newest record's position as its end
     * @throws IllegalStateException if the ring has {@link #faults} in its header
     */
    public InspectedRecord read(long position, int maxBytes) {
        checkLayout();
        if (position % alignment != 0) {
            return corrupt(position, NO_POSITION);
        }
        // Pairs with the publisher's release: records before it are written.
        long tail = position();
        if (tail - position <= 0) {
            return end(position);
        }
        long offset = position & capacity - 1;
        long record = RegionHeader.LENGTH + offset;
        long header = longAt(record);
        long sequence = longAt(record + SEQUENCE_OFFSET);
        int length = RecordLayout.length(header);
        int type = RecordLayout.type(header);
        boolean possible = RecordLayout.possible(header, offset, capacity, alignment);
        // Not believed yet, only kept within bounds.
        byte[] payload = !possible || type == PADDING_TYPE
                ? NONE
                : new byte[Math.min(length - HEADER_LENGTH, maxBytes)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, record + HEADER_LENGTH, payload, 0, payload.length);
        // Pairs with the publisher's StoreStore fence: bytes of a later lap are read only with their intent.
        VarHandle.acquireFence();
        if (isOverwritten(position)) {
            return overtaken(position);
        }
        long end = position + RecordLayout.align(length, alignment);
        if (!possible || end - tail > 0) {
            return corrupt(position, RecordLayout.describe(header, sequence) + " are not those of a record");
        }
        return type == PADDING_TYPE
                ? new InspectedRecord(State.PADDING, position, end, 0, length, sequence, NONE, List.of(), "")
                : new InspectedRecord(State.MESSAGE, position, end, type, length - HEADER_LENGTH, sequence, payload,
                        List.of(), "");
    }

    private long longAt(long offset) {
        return (long) LONG.getAcquire(memory, offset);
    }

    InspectedRecord end(long position) {
        return new InspectedRecord(State.END, position, position, 0, 0, -1, NONE, List.of(), "");
    }

    InspectedRecord overtaken(long position) {
        return new InspectedRecord(State.OVERTAKEN, position, latest(), 0, 0, -1, NONE, List.of(), "");
    }

    InspectedRecord corrupt(long position, String fault) {
        return new InspectedRecord(State.CORRUPT, position, position, 0, 0, -1, NONE, List.of(), fault);
    }
}
