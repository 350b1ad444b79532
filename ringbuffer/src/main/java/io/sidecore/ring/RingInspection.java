package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;

import io.sidecore.memory.Parties;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at an {@link SpscRing} or an {@link MpscRing} from outside: positions, records and open claims, of a live ring, a dead or a corrupt one.
 *
 * <p>It never writes, and every read is bounds-checked. What it reports was so at some moment: a record is given out only if the consumer
 * had not freed it after the last byte was copied, for until then no producer may write there. One thread.
 */
public final class RingInspection {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    /** A claim that changes under our eyes is committed; more than a few times means that the words are not what they seem. */
    private static final int ATTEMPTS = 8;

    private final RegionInspection region;
    private final MemorySegment header;
    private final boolean severalProducers;
    private final long capacity;
    private final int alignment;
    private final List<String> layoutFaults;
    /** What lies before was consumed when this inspection began; behind it, a reader that the consumer passes has lost the race. */
    private final long consumedBefore;

    /**
     * An inspection of a ring.
     *
     * @param region the ring's region; it stays the caller's to close
     * @throws IllegalArgumentException if it is of another kind
     */
    public RingInspection(RegionInspection region) {
        RegionKind kind = region.kind().orElse(null);
        if (kind != RegionKind.SPSC_RING && kind != RegionKind.MPSC_RING) {
            throw new IllegalArgumentException(
                    region.file() + ": kind " + region.kindCode() + " is not a ring of one log");
        }
        this.region = region;
        this.header = region.region();
        this.severalProducers = kind == RegionKind.MPSC_RING;
        this.capacity = region.capacity();
        this.alignment = region.alignment();
        List<String> faults = new ArrayList<>(region.faults());
        try {
            Ring.check(capacity, alignment);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        this.layoutFaults = List.copyOf(faults);
        this.consumedBefore = layoutFaults.isEmpty() ? consumerPosition() : 0;
    }

    /** {@return what is wrong with header and positions, none if records can be read} */
    public List<String> faults() {
        if (!layoutFaults.isEmpty()) {
            return layoutFaults;
        }
        // In this order a live ring can do no wrong: the producers were never ahead of what is free by the last look.
        long before = consumerPosition();
        long produced = producerPosition();
        long after = consumerPosition();
        List<String> faults = new ArrayList<>();
        checkPosition(faults, "producer position", produced);
        checkPosition(faults, "consumer position", after);
        // A single producer publishes its position behind its records.
        long lag = severalProducers ? 0 : capacity;
        if (faults.isEmpty() && (produced - after > capacity || produced + lag < before)) {
            faults.add("producer position " + produced + " and consumer position " + after + " contradict each other:"
                    + " the ring holds " + capacity + " bytes");
        }
        return faults;
    }

    private void checkPosition(List<String> faults, String name, long position) {
        if (position < 0 || position % alignment != 0) {
            faults.add(name + " " + position + " is not that of a record");
        }
    }

    /** {@return bytes of data, as the header says} */
    public long capacity() {
        return capacity;
    }

    /** {@return whether several producers share the log, so that claims can be seen and consumed records are cleared} */
    public boolean severalProducers() {
        return severalProducers;
    }

    /** {@return bytes claimed or committed since creation; acquire} */
    public long producerPosition() {
        return (long) LONG.getAcquire(header, (long) RegionHeader.PRODUCER_POSITION);
    }

    /** {@return bytes consumed since creation, even if they are not cleared and free yet; acquire} */
    public long consumerPosition() {
        long freed = (long) LONG.getAcquire(header, (long) RegionHeader.CONSUMER_POSITION);
        return severalProducers
                ? Math.max(freed,
                        (long) LONG.getAcquire(header, (long) RegionHeader.CONSUMER_POSITION + MpscRing.CONSUMED))
                : freed;
    }

    /**
     * The oldest position where a record is known to start: with one producer, consumed records stay until they are overwritten, and one
     * always starts at the beginning of the data.
     *
     * @return a position, at most the consumer's
     */
    public long oldestPosition() {
        long consumed = consumerPosition();
        return severalProducers ? consumed : Math.min(consumed, producerPosition() & -capacity);
    }

    /**
     * Reads what is at a position.
     *
     * @param position a multiple of the alignment; where no record starts, what is found may be nonsense, but never out of bounds
     * @param maxBytes how much of the payload to copy at most
     * @return what was found, at or behind the position
     * @throws IllegalStateException    if the ring has {@link #faults} in its header
     * @throws IllegalArgumentException if the position is negative or not aligned
     */
    public InspectedRecord read(long position, int maxBytes) {
        if (!layoutFaults.isEmpty()) {
            throw new IllegalStateException(region.file() + ": " + layoutFaults.getFirst());
        }
        if (position < 0 || position % alignment != 0) {
            throw new IllegalArgumentException("position " + position + ": must be a multiple of " + alignment);
        }
        boolean consumed = position < consumedBefore;
        for (int i = 0; i < ATTEMPTS; i++) {
            // Pairs with the producer's release store of the same word.
            long word = headerAt(position);
            if (word != 0) {
                return atRecord(position, word, consumed, maxBytes);
            }
            InspectedRecord found = atZero(position, consumed);
            // Still zero, and the consumer not past it: so it was zero when the positions were read.
            if (headerAt(position) == 0) {
                return isOvertaken(position, consumed)
                        ? InspectedRecord.overtaken(position, consumerPosition())
                        : found;
            }
        }
        return InspectedRecord.overtaken(position, Math.max(position, consumerPosition()));
    }

    private InspectedRecord atZero(long position, boolean consumed) {
        long produced = producerPosition();
        if (produced <= position) {
            return InspectedRecord.end(position);
        }
        if (!severalProducers || consumed) {
            // A single producer publishes its position behind its records: there must be one.
            return InspectedRecord.corrupt(position,
                    "no record, although the producer position is " + produced);
        }
        List<PartySnapshot> claimants = claimants(position);
        return InspectedRecord.openClaim(position, claimLength(claimants, position, produced), claimants);
    }

    /** Before it claims, a producer says where; after it has, that it has. Who lost the race for this position may still stand here. */
    private List<PartySnapshot> claimants(long position) {
        List<PartySnapshot> candidates = region.parties().stream()
                .filter(p -> p.index() != Parties.CONSUMER && p.intentLength() > 0 && p.intentStart() == position)
                .toList();
        List<PartySnapshot> owners = candidates.stream().filter(p -> p.claimedStart() == position).toList();
        return owners.isEmpty() ? candidates : owners;
    }

    private long claimLength(List<PartySnapshot> claimants, long position, long produced) {
        if (claimants.size() != 1) {
            return 0;
        }
        long length = claimants.getFirst().intentLength();
        boolean possible = length % alignment == 0 && length <= produced - position
                && length <= capacity - (position & capacity - 1);
        return possible ? length : 0;
    }

    private InspectedRecord atRecord(long position, long word, boolean consumed, int maxBytes) {
        int length = RecordLayout.length(word);
        int type = RecordLayout.type(word);
        long offset = position & capacity - 1;
        long aligned = RecordLayout.align(length, alignment);
        if (length < HEADER_LENGTH || offset + aligned > capacity || type < 1 && type != PADDING_TYPE) {
            return isOvertaken(position, consumed)
                    ? InspectedRecord.overtaken(position, consumerPosition())
                    : InspectedRecord.corrupt(position, "length " + length + " and type " + type
                            + " are not those of a record"
                            + (consumed ? "; it is consumed, and may be overwritten" : ""));
        }
        if (severalProducers && position >= producerPosition()) {
            return InspectedRecord.corrupt(position,
                    "a record behind the producer position " + producerPosition());
        }
        byte[] payload = new byte[type == PADDING_TYPE ? 0 : Math.min(length - HEADER_LENGTH, maxBytes)];
        MemorySegment.copy(header, ValueLayout.JAVA_BYTE, RegionHeader.LENGTH + offset + HEADER_LENGTH, payload, 0,
                payload.length);
        // The copy before the second look: producers write here only after the consumer has passed.
        VarHandle.acquireFence();
        if (isOvertaken(position, consumed) || headerAt(position) != word) {
            return InspectedRecord.overtaken(position, Math.max(consumerPosition(), position + aligned));
        }
        return type == PADDING_TYPE
                ? InspectedRecord.padding(position, position + aligned)
                : InspectedRecord.message(position, position + aligned, type, length - HEADER_LENGTH, payload);
    }

    private boolean isOvertaken(long position, boolean consumed) {
        return !consumed && consumerPosition() > position;
    }

    private long headerAt(long position) {
        return (long) LONG.getAcquire(header, RegionHeader.LENGTH + (position & capacity - 1));
    }
}
