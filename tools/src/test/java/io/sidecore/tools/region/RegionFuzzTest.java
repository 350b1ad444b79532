package io.sidecore.tools.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sidecore.memory.Lanes;
import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.MpscConsumer;
import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandRun;
import io.sidecore.tools.Main;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Whatever stands in a file, the tools tell something of it, or why they cannot: they do not crash, hang, or read what is not there. */
class RegionFuzzTest {
    private static final int ROUNDS = 600;
    private static final int CAPACITY = 1024;
    private static final int TYPE = 7;
    /** Hundreds of times what it takes, for a busy machine. */
    private static final Duration NEVER_HANGS = Duration.ofMinutes(9);
    /** Where something stands that is looked at, in the header of one kind or another. */
    private static final int[] FIELDS = {0, 8, 12, 16, 24, 32, 36, 40, 48, 56, 64, RegionHeader.LANES,
            RegionHeader.LANE_CAPACITY, RegionHeader.LANES_OPENED, 512, 520, 640, 648, 768, 776, 896};
    private static final Lanes LAYOUT = new Lanes(3, CAPACITY);

    /** Each in use: some laps behind it, something waiting, and a claim open. */
    private enum Kind {
        SPSC {
            @Override
            void fill(Path file, Random random) throws IOException {
                SpscRing ring = SpscRing.create(file, CAPACITY);
                SpscProducer producer = ring.producer();
                try (SpscConsumer consumer = ring.consumer()) {
                    for (int i = 0; i < 30; i++) {
                        send(producer, random);
                        consumer.poll((t, s, o, l) -> {}, i < 25 ? 9 : 0);
                    }
                }
            }
        },
        MPSC {
            @Override
            void fill(Path file, Random random) throws IOException {
                MpscRing ring = MpscRing.create(file, CAPACITY);
                MpscProducer producer = ring.producer();
                MpscConsumer consumer = ring.consumer();
                for (int i = 0; i < 30; i++) {
                    send(producer, random);
                    consumer.poll((t, s, o, l) -> {}, i < 25 ? 9 : 0);
                }
                ring.producer().tryClaim(TYPE, 8);
                send(producer, random);
            }
        },
        LANES {
            @Override
            void fill(Path file, Random random) throws IOException {
                LaneRing ring = LaneRing.create(file, LAYOUT.count(), LAYOUT.capacity());
                SpscProducer[] producers = {ring.producer(), ring.producer()};
                var consumer = ring.consumer();
                for (int i = 0; i < 60; i++) {
                    send(producers[i % 2], random);
                    consumer.poll((t, s, o, l) -> {}, i < 50 ? 9 : 0);
                }
            }
        },
        BROADCAST {
            @Override
            void fill(Path file, Random random) throws IOException {
                BroadcastPublisher publisher = BroadcastRing.create(file, CAPACITY, 16).publisher();
                for (int i = 0; i < 40; i++) {
                    publisher.offer(TYPE, MemorySegment.ofArray(new byte[random.nextInt(100)]));
                }
                publisher.claim(TYPE, 8);
            }
        },
        VALUE {
            @Override
            void fill(Path file, Random random) throws IOException {
                LatestValueWriter writer = LatestValue.create(file, 40).writer();
                for (int i = 0; i < 9; i++) {
                    writer.write(MemorySegment.ofArray(new byte[40]));
                }
                writer.claim();
            }
        };

        abstract void fill(Path file, Random random) throws IOException;
    }

    private static void send(RingProducer producer, Random random) {
        producer.offer(TYPE, MemorySegment.ofArray(new byte[random.nextInt(100)]));
    }

    @TempDir
    Path folder;
    private final CommandLine line = Main.commandLine();

    /** Numbers that hurt: near the positions, near the limits, plausible headers, and noise. */
    private static long word(Random random, long before) {
        return switch (random.nextInt(9)) {
            case 0 -> before + (random.nextInt(65) - 32) * 16L;
            case 1 -> before ^ 1L << random.nextInt(64);
            case 2 -> random.nextInt(1200) | (long) random.nextInt(3) << 32;
            case 3 -> random.nextInt(1200) | -1L << 32;
            case 4 -> Long.MAX_VALUE - random.nextInt(5000);
            case 5 -> Long.MIN_VALUE + random.nextInt(5000);
            case 6 -> random.nextInt(64) - 32;
            case 7 -> 1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    /** Any word, but those that are looked at more often than their number tells. */
    private static int place(Random random, int size) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> FIELDS[random.nextInt(FIELDS.length)] & -8;
            case 2 -> RegionHeader.PARTIES + 8 * random.nextInt((RegionHeader.LENGTH - RegionHeader.PARTIES) / 8);
            case 3 -> (int) (LAYOUT.positions(random.nextInt(LAYOUT.count())) + 8 * random.nextInt(20)) % size & -8;
            default -> RegionHeader.LENGTH + 8 * random.nextInt((size - RegionHeader.LENGTH) / 8);
        };
    }

    @ParameterizedTest
    @EnumSource
    void randomWordsInAnyFieldNeverBreakTheTools(Kind kind) throws IOException {
        Random random = new Random(kind.ordinal());
        Path file = folder.resolve("region");
        kind.fill(file, random);
        byte[] good = Files.readAllBytes(file);
        int[] codes = new int[4];
        assertTimeoutPreemptively(NEVER_HANGS, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = random.nextInt(50) > 0
                        ? good.clone()
                        : Arrays.copyOf(good, random.nextInt(2 * good.length));
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                for (int words = random.nextInt(1, 5); words > 0 && bytes.length > RegionHeader.LENGTH + 8; words--) {
                    int at = place(random, bytes.length & -8);
                    buffer.putLong(at, word(random, buffer.getLong(at)));
                }
                Files.write(file, bytes);
                codes[look(file, random, "round " + round)]++;
            }
        });
        assertThat(codes[0]).as("the worst of a round's codes was 0").isPositive();
        assertThat(codes[1]).isPositive();
        assertThat(codes[3]).isPositive();
    }

    /** Looks in every way, and returns the greatest exit code; that of a wrong option does not count. */
    private int look(Path file, Random random, String round) {
        int worst = stat(file, round);
        for (CommandRun dump : new CommandRun[]{CommandRun.of(line, "dump", file),
                CommandRun.of(line, "dump", "--lane", random.nextInt(4), "--from", 16L * random.nextInt(200), "--limit",
                        3,
                        file),
                CommandRun.of(line, "dump", "--from", 16L * random.nextInt(200), "--type", TYPE, file)}) {
            assertThat(dump.code()).as(round).isBetween(0, 3);
            assertThat(dump.err()).as(round).doesNotContain("\tat ", "Exception", "Error");
            assertThat(dump.out().length()).as(round).isLessThan(1 << 20);
            worst = Math.max(worst, dump.code() == 2 ? 0 : dump.code());
        }
        return worst;
    }

    private static int stat(Path file, String round) {
        Observation observation = new Observation(file);
        observation.observe();
        observation.observe();
        String json = JsonReport.of(observation);
        assertThat(JsonSyntax.isValid(json)).as(round + ": " + json).isTrue();
        if (observation.error() != null) {
            return Command.FAILED;
        }
        assertThat(TextReport.of(observation)).as(round).contains("capacity");
        return observation.latest().view().faults().isEmpty() ? Command.OK : Command.VIOLATED;
    }

    @ParameterizedTest
    @EnumSource
    void wordsThatChangeWhileTheyAreReadNeverBreakTheTools(Kind kind) throws Exception {
        Random random = new Random(kind.ordinal());
        Path file = folder.resolve("region");
        kind.fill(file, random);
        byte[] good = Files.readAllBytes(file);
        AtomicBoolean stop = new AtomicBoolean();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofShared()) {
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, good.length, arena);
            Thread hostile = Thread.ofPlatform().start(() -> scribble(memory, good, new Random(kind.ordinal()), stop));
            try {
                assertTimeoutPreemptively(NEVER_HANGS, () -> {
                    for (int round = 0; round < ROUNDS / 5; round++) {
                        look(file, random, "round " + round);
                    }
                });
            } finally {
                stop.set(true);
                hostile.join();
            }
        }
    }

    /** A word, and then what was there; now and then all as it was. */
    private static void scribble(MemorySegment memory, byte[] good, Random random, AtomicBoolean stop) {
        ByteBuffer before = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; !stop.get(); i++) {
            int at = place(random, good.length & -8);
            memory.set(ValueLayout.JAVA_LONG, at, word(random, before.getLong(at)));
            if (random.nextInt(4) > 0) {
                memory.set(ValueLayout.JAVA_LONG, at, before.getLong(at));
            }
            if (i % 64 == 0) {
                MemorySegment.copy(MemorySegment.ofArray(good), 0, memory, 0, good.length);
            }
        }
    }
}
