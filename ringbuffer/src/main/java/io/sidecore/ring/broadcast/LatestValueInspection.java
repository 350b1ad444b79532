package io.sidecore.ring.broadcast;

import static io.sidecore.ring.broadcast.LatestValue.ATTEMPTS;
import static io.sidecore.ring.broadcast.LatestValue.IN_WORK;
import static io.sidecore.ring.broadcast.LatestValue.NONE;
import static io.sidecore.ring.broadcast.LatestValue.SLOTS;
import static io.sidecore.ring.broadcast.LatestValue.VALUE_OFFSET;

import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a {@link LatestValue} from outside: its newest value, and whether the next one is being written; of a live one, a dead or a
 * corrupt one. When a value was written is not in the region: only whoever looks twice can tell how old it is.
 *
 * <p>It never writes, and every read is bounds-checked. One thread.
 */
public final class LatestValueInspection {
    /** What is known of the value after the newest one. */
    public enum NextWrite {
        /** Nobody has begun it. */
        NOT_BEGUN,
        /** Its slot is in work, or was when a claim was aborted or a writer died. */
        IN_WORK,
        /** It is written and not published: its writer is between two stores, or died there. */
        NOT_PUBLISHED,
        /** A slot that was never used looks the same as one in work: so it is with the first values of a region. */
        UNKNOWN
    }

    private final RegionInspection region;
    /** 0 if the header is faulty. */
    private final int length;
    private final long slotLength;
    private final List<String> layoutFaults;

    /**
     * An inspection of a value.
     *
     * @param region the value's region; it stays the caller's to close
     * @throws IllegalArgumentException if it is of another kind
     */
    public LatestValueInspection(RegionInspection region) {
        if (region.kind().orElse(null) != RegionKind.LATEST_VALUE) {
            throw new IllegalArgumentException(
                    region.file() + ": kind " + region.kindCode() + " is not a latest value");
        }
        this.region = region;
        List<String> faults = new ArrayList<>(region.faults());
        long declared = region.longAt(RegionHeader.VALUE_LENGTH);
        long capacity = region.capacity();
        boolean possible = declared > 0 && declared <= LatestValue.MAX_LENGTH
                && LatestValue.capacity((int) declared) == capacity;
        this.length = possible ? (int) declared : 0;
        this.slotLength = LatestValue.slotLength(length);
        if (declared == 0) {
            faults.add("value length is 0: the region is still being created, or its creator died while creating it;"
                    + " retry, or delete the file and create it again");
        } else if (!possible) {
            faults.add("value length is " + declared + ", which does not fit the capacity " + capacity);
        }
        this.layoutFaults = List.copyOf(faults);
    }

    /** {@return what is wrong with header, sequence number and stamps, none if the value can be read} */
    public List<String> faults() {
        if (!layoutFaults.isEmpty()) {
            return layoutFaults;
        }
        InspectedValue value = read(0);
        return value.state() == InspectedValue.State.CORRUPT ? List.of(value.fault()) : List.of();
    }

    /** {@return bytes of the value, as the header says; 0 if the header is faulty} */
    public int length() {
        return length;
    }

    /** {@return sequence number of the newest value, the first having 1; 0 if there is none; acquire} */
    public long sequence() {
        return region.longAt(RegionHeader.VALUE_SEQUENCE);
    }

    /** {@return the place in the table of parties of the writer} */
    public static int place() {
        return LatestValue.WRITER_PLACE;
    }

    /**
     * {@return what is known of the value after the newest one}
     *
     * @throws IllegalStateException if the value has {@link #faults} in its header
     */
    public NextWrite next() {
        checkLayout();
        for (int i = 0; i < ATTEMPTS; i++) {
            long newest = sequence();
            long next = newest + 1;
            long stamp = stamp(next);
            // Still the newest: so its slots were as they are with that number.
            if (sequence() == newest) {
                if (stamp == next) {
                    return NextWrite.NOT_PUBLISHED;
                }
                if (stamp != IN_WORK) {
                    return NextWrite.NOT_BEGUN;
                }
                return newest < SLOTS ? NextWrite.UNKNOWN : NextWrite.IN_WORK;
            }
        }
        return NextWrite.IN_WORK;
    }

    /**
     * Copies the newest value.
     *
     * @param maxBytes how much of it at most
     * @return what was found
     * @throws IllegalStateException if the value has {@link #faults} in its header
     */
    public InspectedValue read(int maxBytes) {
        checkLayout();
        // Pairs with the writer's release: the slot of this value is written and stamped.
        long sequence = sequence();
        for (int i = 0; i < ATTEMPTS; i++) {
            if (sequence == NONE) {
                return InspectedValue.none();
            }
            if (sequence < 0 || sequence > Long.MAX_VALUE / 2) {
                return InspectedValue.corrupt(sequence, "sequence number " + sequence + " is out of range");
            }
            byte[] bytes = new byte[Math.min(length, maxBytes)];
            region.copyTo(slot(sequence) + VALUE_OFFSET, bytes);
            // Pairs with the writer's StoreStore fence: bytes of a later value are read only with the stamp gone.
            VarHandle.acquireFence();
            long stamp = stamp(sequence);
            if (stamp == sequence) {
                return InspectedValue.value(sequence, bytes);
            }
            // Pairs with the writer's release of the stamp, which gave the slot away.
            long newer = sequence();
            // A slot is taken into work again only after three more values were published.
            if (newer - sequence < SLOTS - 1) {
                return InspectedValue.corrupt(sequence,
                        "newest value has sequence number " + sequence + ", but its slot is stamped " + stamp);
            }
            sequence = newer;
        }
        return InspectedValue.overtaken(sequence);
    }

    private void checkLayout() {
        if (!layoutFaults.isEmpty()) {
            throw new IllegalStateException(region.file() + ": " + layoutFaults.getFirst());
        }
    }

    private long stamp(long sequence) {
        return region.longAt(slot(sequence));
    }

    /** Slots are told apart by the low two bits, so any number gives one. */
    private long slot(long sequence) {
        return RegionHeader.LENGTH + (sequence & SLOTS - 1) * slotLength;
    }
}
