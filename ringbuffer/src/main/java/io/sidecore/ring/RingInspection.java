package io.sidecore.ring;

import static io.sidecore.ring.RecordLayout.HEADER_LENGTH;
import static io.sidecore.ring.RecordLayout.PADDING_TYPE;

import io.sidecore.memory.Parties;
import io.sidecore.memory.PartySnapshot;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a ring of one log from outside: positions, records and open claims, of a live one, a dead or a corrupt one. That is an
 * {@link SpscRing}, an {@link MpscRing}, or a lane of a {@link LaneRing}.
 *
 * <p>It never writes, and every read is bounds-checked. What it reports was so at some moment: a record is given out only if the consumer
 * was not past it after the last byte was copied, for until then nobody clears it or writes there. One thread.
 */
public final class RingInspection {
    /** A claim that changes under our eyes is committed; more than a few times means that the words are not what they seem. */
    private static final int ATTEMPTS = 8;
    private static final String NO_POSITION = "is not that of a record";

    private final RegionInspection region;
    /** Whether the producers' position counts claims. That of a single producer counts records, and lags behind them. */
    private final boolean countsClaims;
    private final long records;
    private final long capacity;
    private final int alignment;
    private final long producerLine;
    private final long consumerLine;
    private final List<String> layoutFaults;

    /**
     * An inspection of a ring.
     *
     * @param region the ring's region; it stays the caller's to close
     * @throws IllegalArgumentException if it is of another kind
     */
    public RingInspection(RegionInspection region) {
        this(region, isShared(region), RegionHeader.LENGTH, region.capacity(), region.alignment(),
                RegionHeader.PRODUCER_POSITION, region.faults());
    }

    /** A part of a region that is a ring. {@code records}, {@code positions}: offsets in the region of the first record and of the producer's line. */
    RingInspection(RegionInspection region, boolean countsClaims, long records, long capacity, int alignment,
            long positions, List<String> headerFaults) {
        this.region = region;
        this.countsClaims = countsClaims;
        this.records = records;
        this.capacity = capacity;
        this.alignment = alignment;
        this.producerLine = positions;
        this.consumerLine = positions + RegionHeader.CONSUMER_POSITION - RegionHeader.PRODUCER_POSITION;
        List<String> faults = new ArrayList<>(headerFaults);
        try {
            Ring.check(capacity, alignment);
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        this.layoutFaults = List.copyOf(faults);
    }

    private static boolean isShared(RegionInspection region) {
        RegionKind kind = region.kind().orElse(null);
        if (kind != RegionKind.SPSC_RING && kind != RegionKind.MPSC_RING) {
            throw new IllegalArgumentException(
                    region.file() + ": kind " + region.kindCode() + " is not a ring of one log");
        }
        return kind == RegionKind.MPSC_RING;
    }

    /** {@return what is wrong with header and positions, none if records can be read} */
    public List<String> faults() {
        if (!layoutFaults.isEmpty()) {
            return layoutFaults;
        }
        // In this order a live ring can do no wrong: what is read later is at least as new.
        long before = consumerPosition();
        long published = publishedPosition();
        long produced = producerPosition();
        long after = consumerPosition();
        long freed = freedPosition();
        List<String> faults = new ArrayList<>();
        checkPosition(faults, "producer position", published);
        checkPosition(faults, "consumer position", after);
        // A single producer publishes its position behind its records, but never by more than there can be.
        long lag = countsClaims ? 0 : capacity;
        if (faults.isEmpty() && (before - published > lag || Math.max(published, produced) - after > capacity)) {
            faults.add("producer position " + published + " and consumer position " + after + " contradict each other:"
                    + " the ring holds " + capacity + " bytes");
        }
        if (faults.isEmpty() && (freed < 0 || after - freed > capacity)) {
            faults.add("consumed position " + after + " and consumer position " + freed + " contradict each other:"
                    + " the ring holds " + capacity + " bytes");
        }
        return faults;
    }

    private void checkPosition(List<String> faults, String name, long position) {
        if (!isPosition(position)) {
            faults.add(name + " " + position + " " + NO_POSITION);
        }
    }

    private boolean isPosition(long position) {
        return position >= 0 && position % alignment == 0 && position <= Long.MAX_VALUE - (capacity - 1);
    }

    /** {@return bytes of data, as the header says} */
    public long capacity() {
        return capacity;
    }

    /** {@return the multiple of which every record's length is, in bytes, as the header says} */
    public int alignment() {
        return alignment;
    }

    /** {@return whether the ring has been closed to new messages} */
    public boolean isClosed() {
        return (region.longAt(RegionHeader.CLOSED) & Ring.CLOSED_BIT) != 0;
    }

    /**
     * {@return bytes claimed or, in an {@link SpscRing}, committed since creation; acquire} The records that a single producer has committed and
     * not yet counted in its position are walked.
     */
    public long producerPosition() {
        long published = publishedPosition();
        if (countsClaims || !layoutFaults.isEmpty()) {
            return published;
        }
        long start = Math.max(published, consumerPosition());
        long position = start;
        // One lap at most, whatever is written there meanwhile.
        while (isPosition(position) && position - start < capacity) {
            // Before the header: what lies a capacity behind it was not yet overwritten then.
            long freed = freedPosition();
            if (position - freed >= capacity) {
                break;
            }
            // Pairs with the producer's release store of the same word.
            long word = headerAt(position);
            // Behind the header: if the consumer is not past it, it was that of this position, and not cleared.
            long consumed = consumerPosition();
            if (consumed > position) {
                position = consumed;
            } else if (word != 0 && isPossible(position, word, freed)) {
                position += RecordLayout.align(RecordLayout.length(word), alignment);
            } else {
                break;
            }
        }
        return position;
    }

    /** {@return bytes consumed since creation, even if they are not cleared and free yet; acquire} */
    public long consumerPosition() {
        long freed = freedPosition();
        return Math.max(freed, region.longAt(consumerLine + Ring.CONSUMED));
    }

    private long freedPosition() {
        return region.longAt(consumerLine);
    }

    private long publishedPosition() {
        long word = region.longAt(producerLine);
        return countsClaims ? word & ~Ring.SEALED : word;
    }

    /**
     * Reads what is at a position.
     *
     * @param position any; where no record starts, what is found may be nonsense, but never out of bounds
     * @param maxBytes how much of the payload to copy at most
     * @return what was found, at or behind the position; a record that is consumed is {@link InspectedRecord.State#OVERTAKEN}
     * @throws IllegalStateException if the ring has {@link #faults} in its header
     */
    public InspectedRecord read(long position, int maxBytes) {
        if (!layoutFaults.isEmpty()) {
            throw new IllegalStateException(region.file() + ": " + layoutFaults.getFirst());
        }
        if (!isPosition(position)) {
            return InspectedRecord.corrupt(position, NO_POSITION);
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            // Before the header: what lies a capacity behind it was not yet overwritten then.
            long freed = freedPosition();
            if (position - freed >= capacity) {
                return InspectedRecord.end(position);
            }
            // Pairs with the producer's release store of the same word.
            long word = headerAt(position);
            if (word != 0) {
                return atRecord(position, word, freed, maxBytes);
            }
            InspectedRecord found = atZero(position);
            // Still zero, and the consumer not past it: so it was zero when the positions were read.
            if (headerAt(position) == 0) {
                return isOvertaken(position) ? overtaken(position) : found;
            }
        }
        return overtaken(position);
    }

    private InspectedRecord atZero(long position) {
        long published = publishedPosition();
        if (published <= position) {
            return InspectedRecord.end(position);
        }
        if (!countsClaims) {
            // A single producer publishes its position behind its records: there must be one.
            return InspectedRecord.corrupt(position, "no record, although the producer position is " + published);
        }
        List<PartySnapshot> claimants = claimants(position);
        return InspectedRecord.openClaim(position, claimLength(claimants, position, published), claimants);
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

    private InspectedRecord atRecord(long position, long word, long freed, int maxBytes) {
        int length = RecordLayout.length(word);
        int type = RecordLayout.type(word);
        if (!isPossible(position, word, freed)) {
            return isOvertaken(position)
                    ? overtaken(position)
                    : InspectedRecord.corrupt(position,
                            "length " + length + " and type " + type + " are not those of a record");
        }
        if (countsClaims && position >= publishedPosition()) {
            return InspectedRecord.corrupt(position,
                    "a record behind the producer position " + publishedPosition());
        }
        long end = position + RecordLayout.align(length, alignment);
        byte[] payload = new byte[type == PADDING_TYPE ? 0 : Math.min(length - HEADER_LENGTH, maxBytes)];
        region.copyTo(records + (position & capacity - 1) + HEADER_LENGTH, payload);
        // The copy before the second look: consumer and producers write here only when the consumer has passed.
        VarHandle.acquireFence();
        if (isOvertaken(position) || headerAt(position) != word) {
            return InspectedRecord.overtaken(position, Math.max(consumerPosition(), end));
        }
        return type == PADDING_TYPE
                ? InspectedRecord.padding(position, end)
                : InspectedRecord.message(position, end, type, length - HEADER_LENGTH, payload);
    }

    /** {@code freed}: the consumer's position when last looked up. */
    private boolean isPossible(long position, long word, long freed) {
        return RecordCheck.isPossible(capacity, alignment, position, word, freed);
    }

    private boolean isOvertaken(long position) {
        return consumerPosition() > position;
    }

    private InspectedRecord overtaken(long position) {
        return InspectedRecord.overtaken(position, Math.max(position, consumerPosition()));
    }

    private long headerAt(long position) {
        return region.longAt(records + (position & capacity - 1));
    }
}
