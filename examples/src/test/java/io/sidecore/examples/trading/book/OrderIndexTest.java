package io.sidecore.examples.trading.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OrderIndexTest {
    @Test
    void zeroAndMinusOneAreOrdinaryIds() {
        OrderIndex index = new OrderIndex(4);
        assertThat(index.get(0)).isEqualTo(OrderIndex.NONE);

        index.add(0, 7);
        index.add(-1, 8);

        assertThat(index.get(0)).isEqualTo(7);
        assertThat(index.get(-1)).isEqualTo(8);
    }

    @Test
    void entryPushedAsideIsFoundAfterTheOneInItsWayIsGone() {
        OrderIndex index = new OrderIndex(4);
        List<Long> colliding = idsWithHome(index, index.home(1), 3);
        colliding.forEach(id -> index.add(id, id.intValue()));

        index.remove(colliding.get(0));

        assertThat(index.get(colliding.get(0))).isEqualTo(OrderIndex.NONE);
        assertThat(index.get(colliding.get(1))).isEqualTo(colliding.get(1).intValue());
        assertThat(index.get(colliding.get(2))).isEqualTo(colliding.get(2).intValue());
    }

    @Test
    void entryAtHomeStaysWhenTheOneBeforeItGoes() {
        OrderIndex index = new OrderIndex(4);
        long before = idsWithHome(index, 3, 1).getFirst();
        long atHome = idsWithHome(index, 4, 1).getFirst();
        index.add(before, 1);
        index.add(atHome, 2);

        index.remove(before);

        assertThat(index.get(atHome)).isEqualTo(2);
    }

    @Test
    void runThatWrapsAroundTheEndIsClosedToo() {
        OrderIndex index = new OrderIndex(4);
        List<Long> wrapping = idsWithHome(index, index.capacity() - 1, 3);
        wrapping.forEach(id -> index.add(id, id.intValue()));

        index.remove(wrapping.get(0));
        index.remove(wrapping.get(1));

        assertThat(index.get(wrapping.get(2))).isEqualTo(wrapping.get(2).intValue());
        assertThat(index.count()).isEqualTo(1);
    }

    @Test
    void removalOfAnUnknownIdChangesNothing() {
        OrderIndex index = new OrderIndex(4);
        index.add(1, 1);

        index.remove(2);

        assertThat(index.count()).isEqualTo(1);
        assertThat(index.get(1)).isEqualTo(1);
    }

    @Test
    void longHistoryOfAddsAndRemovalsAgreesWithAMap() {
        for (int seed = 0; seed < 20; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            OrderIndex index = new OrderIndex(1);
            Map<Long, Integer> model = new HashMap<>();
            // Few distinct ids, all homed in a fifth of a small table: long runs that merge and split.
            long[] ids = LongStream.iterate(0, id -> id + 1).filter(id -> index.home(id) < 2).limit(200).toArray();
            for (int i = 1; i <= 5_000; i++) {
                long id = ids[random.nextInt(ids.length)];
                if (model.containsKey(id)) {
                    index.remove(id);
                    model.remove(id);
                } else {
                    index.add(id, i);
                    model.put(id, i);
                }
                assertThat(index.count()).isEqualTo(model.size());
                long probe = ids[random.nextInt(ids.length)];
                assertThat(index.get(probe)).isEqualTo(model.getOrDefault(probe, OrderIndex.NONE));
            }
            for (long id : ids) {
                assertThat(index.get(id)).isEqualTo(model.getOrDefault(id, OrderIndex.NONE));
            }
        }
    }

    private static List<Long> idsWithHome(OrderIndex index, int home, int count) {
        return LongStream.iterate(1, id -> id + 1).filter(id -> index.home(id) == home).limit(count).boxed().toList();
    }
}
