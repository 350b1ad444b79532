package io.sidecore.ring.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.memory.RegionHeader;
import io.sidecore.ring.MessageHandler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The publisher dies behind each of its stores, in both kinds of publish: with padding and without. */
class BroadcastCrashTest {
    private static final int TYPE = 7;
    /** Of the message whose publish is cut off: the last one that the test publishes before. */
    private static final long VICTIM = -2;

    private record Store(long offset, long value) {}

    /** A ring with something in it, and the stores that its publisher would do next. */
    private record Scene(String name, BroadcastRing ring, int published, List<Store> stores, int commit) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Long> seen = new ArrayList<>();
    private final MessageHandler numbers = (t, s, o, l) -> seen.add(s.get(ValueLayout.JAVA_LONG, o));

    private static long offer(BroadcastPublisher publisher, long number, int length) {
        long[] payload = new long[length / 8];
        java.util.Arrays.fill(payload, number);
        return publisher.offer(TYPE, MemorySegment.ofArray(payload), 0, length);
    }

    /** Messages of 48 bytes, one unit each, the number being the sequence number. */
    private static BroadcastRing ringWith(int messages) {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastPublisher publisher = Successor.publisher(ring);
        for (int i = 0; i < messages; i++) {
            offer(publisher, i, 48);
        }
        return ring;
    }

    private static Scene scene(String name, int messages, int length) {
        BroadcastRing ring = ringWith(messages);
        long tail = messages * 64L;
        long bytes = length + 16 + 63 & -64;
        long left = 1024 - tail % 1024;
        long start = bytes > left ? tail + left : tail;
        List<Store> stores = new ArrayList<>();
        stores.add(new Store(RegionHeader.BROADCAST_TAIL_INTENT, start + bytes));
        if (start != tail) {
            long padding = RegionHeader.LENGTH + tail % 1024;
            stores.add(new Store(padding, left | -1L << 32));
            stores.add(new Store(padding + 8, messages));
        }
        long record = RegionHeader.LENGTH + start % 1024;
        for (int at = 16; at < 16 + length; at += 8) {
            stores.add(new Store(record + at, VICTIM));
        }
        stores.add(new Store(record, length + 16L | (long) TYPE << 32));
        stores.add(new Store(record + 8, messages));
        int commit = stores.size();
        stores.add(new Store(RegionHeader.BROADCAST_TAIL, start + bytes));
        stores.add(new Store(RegionHeader.BROADCAST_LATEST, start));
        return new Scene(name, ring, messages, stores, commit);
    }

    private static List<Scene> scenes() {
        List<Scene> scenes = new ArrayList<>();
        for (int[] shape : new int[][]{{0, 48}, {1, 48}, {5, 240}, {15, 48}, {16, 48}, {30, 240}, {47, 112},
                {62, 176}}) {
            scenes.add(scene("message of " + shape[1] + " bytes after " + shape[0], shape[0], shape[1]));
        }
        return scenes;
    }

    private static void apply(BroadcastRing ring, Store store) {
        ring.memory().region().set(ValueLayout.JAVA_LONG, store.offset, store.value);
    }

    /** From behind the region's own header up to the table of parties. */
    private static MemorySegment positions(BroadcastRing ring) {
        return ring.memory().region().asSlice(512, 512);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theStoresOfThisTestAreThoseOfThePublisher(Scene scene) {
        BroadcastRing real = ringWith(scene.published);
        for (Store store : scene.stores) {
            apply(scene.ring, store);
        }
        offer(Successor.publisher(real), VICTIM,
                scene.stores.stream().filter(s -> s.value == VICTIM).toList().size() * 8);
        assertThat(positions(scene.ring).mismatch(positions(real))).isEqualTo(-1);
        assertThat(scene.ring.data().mismatch(real.data())).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void publisherThatDiesBehindAnyStoreLosesItsOpenMessageAtMost(Scene scene) {
        for (int done = 0; done <= scene.stores.size(); done++) {
            List<Store> order = new ArrayList<>(scene.stores);
            // Between the fence and the release the processor may store in any order.
            Collections.shuffle(order.subList(1, scene.commit), new Random(done));
            dieAfter(
                    scene(scene.name, scene.published, (int) order.stream().filter(s -> s.value == VICTIM).count() * 8),
                    order.subList(0, done), done > scene.commit);
        }
    }

    private void dieAfter(Scene scene, List<Store> stores, boolean victimPublished) {
        BroadcastRing ring = scene.ring;
        int n = scene.published;
        BroadcastReader caughtUp = ring.reader();
        BroadcastReader oneBehind = ring.readerFromLatest();
        stores.forEach(store -> apply(ring, store));

        List<Long> news = victimPublished ? List.of(VICTIM) : List.of();
        assertDelivers(caughtUp, news);
        List<Long> latestAndNews = new ArrayList<>(news);
        if (n > 0) {
            latestAndNews.addFirst(n - 1L);
        }
        assertDelivers(oneBehind, latestAndNews);
        BroadcastReader joined = ring.reader();
        assertDelivers(joined, List.of());
        assertDelivers(ring.readerFromLatest(), victimPublished ? news : latestAndNews);

        BroadcastPublisher successor = Successor.publisher(ring);
        int next = victimPublished ? n + 1 : n;
        assertThat(offer(successor, next, 48)).isEqualTo(next);
        for (BroadcastReader reader : List.of(caughtUp, oneBehind, joined, ring.readerFromLatest())) {
            assertDelivers(reader, List.of((long) next));
            assertThat(reader.sequence()).isEqualTo(next);
            assertThat(reader.missed()).isZero();
        }
        for (int i = 0; i < 40; i++) {
            offer(successor, i, 240);
        }
        assertDelivers(joined, List.of(39L));
        assertThat(joined.missed()).isEqualTo(39);
    }

    private void assertDelivers(BroadcastReader reader, List<Long> expected) {
        seen.clear();
        reader.poll(numbers, 100);
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void readerIsNeverGivenWhatADeadPublisherHasHalfOverwritten() {
        BroadcastRing ring = BroadcastRing.anonymous(1024);
        BroadcastReader slow = ring.reader();
        BroadcastPublisher dead = Successor.publisher(ring);
        for (int i = 0; i < 16; i++) {
            offer(dead, i, 48);
        }
        long at = dead.claim(TYPE, 48);
        ring.data().set(ValueLayout.JAVA_LONG, at, VICTIM);
        BroadcastPublisher successor = Successor.publisher(ring);
        successor.claim(TYPE, 0);
        successor.abort();
        assertDelivers(slow, List.of(15L));
        assertThat(slow.missed()).isEqualTo(15);
    }

    @Test
    void successorsThatAlsoDieKeepTheIntentOfTheFirst() {
        BroadcastRing ring = ringWith(16);
        Successor.publisher(ring).claim(TYPE, 240);
        for (int i = 0; i < 5; i++) {
            Successor.publisher(ring).claim(TYPE, 0);
        }
        assertThat(ring.memory().region().get(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_TAIL_INTENT))
                .isEqualTo(1024 + 256);
    }

    @Test
    void publishersThatAllDieBeforeTheyStoreLatestNeverLetItFallBehindByMoreThanOneMessage() {
        BroadcastRing ring = ringWith(1);
        MemorySegment region = ring.memory().region();
        BroadcastReader slow = ring.reader();
        for (int i = 1; i < 20; i++) {
            BroadcastPublisher dying = Successor.publisher(ring);
            long latest = region.get(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_LATEST);
            offer(dying, i, 240);
            region.set(ValueLayout.JAVA_LONG, RegionHeader.BROADCAST_LATEST, latest);
            assertDelivers(ring.readerFromLatest(), List.of((long) i));
            assertThat(ring.reader().sequence()).isEqualTo(i);
        }
        assertDelivers(slow, List.of(18L, 19L));
        assertThat(slow.missed()).isEqualTo(17);
    }
}
