package io.sidecore.stress.hostile;

import io.sidecore.memory.Party;
import io.sidecore.memory.RegionHeader;
import io.sidecore.memory.RegionKind;
import io.sidecore.stress.crash.trial.Shape;
import io.sidecore.stress.hostile.side.Structure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** Stores words that hurt all over a region, past the library. One thread. */
final class Vandal {
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final int MOST_TURNS = 400;
    /** No process has it: Linux gives out 22 bits. */
    private static final long NOBODY = (1 << 24) - 1;

    private final Structure structure;
    private final MemorySegment region;
    private final MemorySegment pristine;
    private final Words words;
    private final SplittableRandom random;
    private long written;

    private Vandal(Structure structure, MemorySegment region, Words words, SplittableRandom random) {
        this.structure = structure;
        this.region = region;
        this.words = words;
        this.random = random;
        this.pristine = MemorySegment.ofArray(new long[(int) (region.byteSize() / Long.BYTES)]);
        // As at creation, when nobody had a place yet and nothing was sent; the other side may have begun.
        pristine.copyFrom(region.asSlice(0, RegionHeader.LANES_OPENED));
        if (structure == Structure.LATEST) {
            pristine.set(ValueLayout.JAVA_LONG, RegionHeader.VALUE_LENGTH, load(RegionHeader.VALUE_LENGTH));
        }
    }

    /** {@code arena}: of the mapping. */
    static Vandal at(Path file, Structure structure, Shape shape, SplittableRandom random, Arena arena)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment region = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
            return new Vandal(structure, region, Words.of(structure, shape, region.byteSize()), random);
        }
    }

    long written() {
        return written;
    }

    /** One deed. */
    void strike() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> scatter();
            case 3, 4, 5 -> turn();
            case 6, 7 -> forgeRecords();
            case 8 -> shiftPositions();
            case 9 -> turnPositions();
            case 10 -> leaveDeadClaim();
            case 11 -> forgeHeaderWord();
            default -> restore();
        }
    }

    private long load(long at) {
        return (long) LONG.getOpaque(region, at);
    }

    private void store(long at, long value) {
        LONG.setRelease(region, at, value);
        written++;
    }

    private void scatter() {
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            long at = words.any(random);
            store(at, value(load(at)));
        }
    }

    /** The same word forth and back, so that a side that looks twice may see both. */
    private void turn() {
        long at = words.any(random);
        long before = load(at);
        long other = at >= RegionHeader.LENGTH ? recordHeader(at) : value(before);
        for (int i = random.nextInt(1, MOST_TURNS); i > 0; i--) {
            store(at, other);
            store(at, before);
        }
    }

    private void forgeRecords() {
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            long at = random.nextBoolean() ? nextRecord() : words.record(random);
            if (structure == Structure.BROADCAST) {
                store(at + Long.BYTES, value(load(at + Long.BYTES)));
            }
            store(at, recordHeader(at));
        }
    }

    /** Where a reading side looks next, if the words that tell it are true. */
    private long nextRecord() {
        int run = random.nextInt(words.records().size());
        int perRun = words.positions().size() / words.records().size();
        long position = load(words.positions().get(run * perRun + random.nextInt(perRun)));
        return words.records().get(run) + (position & words.capacity() - words.alignment()) % words.capacity();
    }

    /** All positions together, so that they agree with each other: elsewhere, or near the end of all positions. */
    private void shiftPositions() {
        long delta = delta();
        words.positions().forEach(at -> store(at, load(at) + delta));
    }

    private void turnPositions() {
        long delta = delta();
        for (int i = random.nextInt(1, MOST_TURNS / 8); i > 0; i--) {
            words.positions().forEach(at -> store(at, load(at) + delta));
            words.positions().forEach(at -> store(at, load(at) - delta));
        }
    }

    private long delta() {
        return switch (random.nextInt(6)) {
            case 0 -> words.capacity();
            case 1 -> -words.capacity();
            case 2 -> 1L << 62;
            case 3 -> Long.MAX_VALUE - words.capacity() + 1 - (long) words.alignment() * random.nextInt(64);
            case 4 -> Long.MIN_VALUE;
            default -> words.alignment() * (random.nextLong() >> random.nextInt(8, 60));
        };
    }

    /** What a producer leaves that has died with a claim, in the words of an MPSC ring; a dead owner for the others. */
    private void leaveDeadClaim() {
        long place = words.party(random);
        long position = load(RegionHeader.CONSUMER_POSITION);
        // The namespace of whoever is registered there, or was.
        store(place, NOBODY << Party.PID_SHIFT | load(place) & (1L << Party.PID_SHIFT) - 1);
        store(place + Party.INTENT_LENGTH, value(words.alignment() * random.nextLong(1, 8)));
        store(place + Party.INTENT_START, random.nextInt(4) == 0 ? value(position) : position);
        store(place + Party.CLAIMED_START, random.nextBoolean() ? position : value(position));
        if (structure == Structure.MPSC && random.nextBoolean()) {
            store(RegionHeader.PRODUCER_POSITION, position + words.alignment() * random.nextLong(16));
        }
    }

    /** Kind, capacity, alignment, state, lanes: read by who attaches. */
    private void forgeHeaderWord() {
        long at = Long.BYTES * random.nextInt(12);
        long before = load(at);
        long other = switch (random.nextInt(4)) {
            case 0 -> before << random.nextInt(1, 8);
            case 1 -> before >>> random.nextInt(1, 8);
            case 2 -> before ^ RegionKind.values()[random.nextInt(RegionKind.values().length)].ordinal() + 1L << 32;
            default -> value(before);
        };
        for (int i = random.nextInt(1, MOST_TURNS); i > 0; i--) {
            store(at, other);
            store(at, before);
        }
    }

    /** As it was at first: without that, most of what follows would be refused at the first look. */
    private void restore() {
        long from = random.nextBoolean() ? 0 : RegionHeader.LANES_OPENED;
        long to = random.nextInt(3) == 0 ? RegionHeader.PARTIES : region.byteSize();
        for (long at = from; at < to; at += Long.BYTES) {
            LONG.setRelease(region, at, pristine.get(ValueLayout.JAVA_LONG, at));
        }
    }

    private long recordHeader(long at) {
        long rest = words.rest(at);
        long longest = words.capacity() / 4;
        long length = switch (random.nextInt(14)) {
            case 0 -> 0;
            case 1 -> random.nextInt(16);
            case 2 -> longest;
            case 3 -> longest + 1 + random.nextInt(16);
            case 4 -> longest * random.nextInt(1, 5);
            case 5 -> rest;
            case 6 -> rest + 1 + random.nextInt(16);
            case 7 -> words.capacity() + random.nextInt(3) - 1;
            case 8 -> Integer.MAX_VALUE - random.nextInt(128);
            case 9 -> Integer.MIN_VALUE + random.nextInt(128) & 0xFFFFFFFFL;
            case 10 -> -random.nextInt(128) & 0xFFFFFFFFL;
            default -> random.nextInt(8, 8 + (int) longest);
        };
        int type = switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> random.nextInt();
            default -> 1 + random.nextInt(1000);
        };
        return (long) type << 32 | length & 0xFFFFFFFFL;
    }

    private long value(long valid) {
        return switch (random.nextInt(18)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MAX_VALUE - random.nextInt(256);
            case 3 -> Long.MIN_VALUE + random.nextInt(256);
            case 4 -> valid + words.capacity();
            case 5 -> valid - words.capacity();
            case 6 -> valid + words.alignment() * (random.nextInt(17) - 8L);
            case 7 -> valid + random.nextInt(33) - 16;
            case 8 -> valid ^ 1L << random.nextInt(64);
            case 9 -> -valid;
            case 10 -> -(long) words.alignment() * random.nextInt(1, 5);
            case 11 -> load(words.any(random));
            case 12 -> load(words.party(random));
            case 13 -> 1L << random.nextInt(64);
            case 14 -> random.nextInt(4096);
            case 15 -> Long.MAX_VALUE - words.capacity() + 1 - words.alignment() * random.nextLong(4);
            case 16 -> valid << random.nextInt(1, 33);
            default -> random.nextLong();
        };
    }
}
