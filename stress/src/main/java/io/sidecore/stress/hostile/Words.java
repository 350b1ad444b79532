package io.sidecore.stress.hostile;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.RegionHeader;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.hostile.side.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where in a region words lie that somebody believes in. All offsets are in bytes from the start of the region.
 *
 * @param positions  of the two sides; of a value, its sequence number
 * @param records    first byte of each run of records, or of the slots
 * @param capacity   bytes of each run
 * @param alignment  of records
 */
record Words(List<Long> positions, List<Long> records, long capacity, int alignment) {
    private static final int WORD = Long.BYTES;

    static Words of(Structure structure, Shape shape, long regionSize) {
        List<Long> positions = new ArrayList<>();
        List<Long> records = new ArrayList<>();
        long capacity = shape.capacity();
        switch (structure) {
            case SPSC, MPSC -> addLog(positions, RegionHeader.PRODUCER_POSITION);
            case LANE -> {
                Lanes lanes = new Lanes(shape.lanes(), shape.capacity());
                for (int lane = 0; lane < lanes.count(); lane++) {
                    addLog(positions, lanes.positions(lane));
                    records.add(RegionHeader.LENGTH + lanes.records(lane));
                }
            }
            case BROADCAST -> positions.addAll(List.of((long) RegionHeader.BROADCAST_TAIL_INTENT,
                    (long) RegionHeader.BROADCAST_TAIL, (long) RegionHeader.BROADCAST_LATEST));
            case LATEST -> {
                positions.add((long) RegionHeader.VALUE_SEQUENCE);
                capacity = regionSize - RegionHeader.LENGTH;
            }
        }
        if (records.isEmpty()) {
            records.add((long) RegionHeader.LENGTH);
        }
        return new Words(List.copyOf(positions), List.copyOf(records), capacity, shape.alignment());
    }

    /** Producer's position and what follows it, and the same of the consumer. */
    private static void addLog(List<Long> positions, long producer) {
        long consumer = producer + RegionHeader.CONSUMER_POSITION - RegionHeader.PRODUCER_POSITION;
        positions.addAll(List.of(producer, producer + WORD, consumer, consumer + WORD));
    }

    /** Any word, those more often that more depends on. */
    long any(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> positions.get(random.nextInt(positions.size()));
            case 3 -> RegionHeader.CLOSED + WORD * random.nextInt(2) * 16;
            case 4 -> random.nextBoolean() ? RegionHeader.CONSUMER_WAIT : RegionHeader.PRODUCER_WAIT;
            case 5 -> party(random) + WORD * random.nextInt(7);
            case 6 -> WORD * random.nextInt(RegionHeader.PARTIES / WORD);
            default -> record(random);
        };
    }

    /** A place in the table of parties, mostly one of those that are in use. */
    long party(SplittableRandom random) {
        int places = random.nextInt(4) == 0 ? RegionHeader.PARTY_COUNT : 6;
        return RegionHeader.PARTIES + RegionHeader.PARTY_LENGTH * (long) random.nextInt(places);
    }

    /** A place where a record may start. */
    long record(SplittableRandom random) {
        return records.get(random.nextInt(records.size()))
                + alignment * (long) random.nextInt((int) (capacity / alignment));
    }

    /** Bytes from here to the end of the run of records. */
    long rest(long at) {
        long start = records.stream().filter(run -> run <= at).reduce(records.getFirst(), Math::max);
        return capacity - (at - start) % capacity;
    }
}
