package io.sidecore.examples.trading.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class PriceLevelsTest {
    @Test
    void bidsFallAndAsksRise() {
        PriceLevels bids = PriceLevels.bids(1);
        PriceLevels asks = PriceLevels.asks(1);
        for (long price : new long[]{5, Long.MIN_VALUE, -1, Long.MAX_VALUE, 0}) {
            bids.findOrInsert(price);
            asks.findOrInsert(price);
        }

        assertThat(prices(bids)).containsExactly(Long.MAX_VALUE, 5L, 0L, -1L, Long.MIN_VALUE);
        assertThat(prices(asks)).containsExactly(Long.MIN_VALUE, -1L, 0L, 5L, Long.MAX_VALUE);
    }

    @Test
    void priceHasOneLevel() {
        PriceLevels asks = PriceLevels.asks(4);

        int level = asks.findOrInsert(100);

        assertThat(asks.findOrInsert(100)).isEqualTo(level);
        assertThat(asks.find(100)).isEqualTo(level);
        assertThat(asks.count()).isEqualTo(1);
    }

    @Test
    void levelKeepsItsNameWhileOthersComeAndGo() {
        PriceLevels asks = PriceLevels.asks(1);
        int level = asks.findOrInsert(100);

        for (long price = 0; price < 200; price += 3) {
            asks.findOrInsert(price);
        }
        for (long price = 0; price < 100; price += 3) {
            asks.remove(asks.find(price));
        }

        assertThat(asks.best()).isEqualTo(level);
        assertThat(asks.priceOf(level)).isEqualTo(100);
    }

    @Test
    void longHistoryOfInsertionsAndRemovalsAgreesWithASortedSet() {
        for (int seed = 0; seed < 10; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            PriceLevels bids = PriceLevels.bids(1);
            NavigableSet<Long> model = new TreeSet<>(Comparator.reverseOrder());
            for (int i = 0; i < 5_000; i++) {
                long price = random.nextInt(2_000);
                if (model.add(price)) {
                    assertThat(bids.find(price)).isEqualTo(PriceLevels.NONE);
                    bids.findOrInsert(price);
                } else {
                    bids.remove(bids.find(price));
                    model.remove(price);
                }
            }
            assertThat(prices(bids)).containsExactlyElementsOf(model);
            assertThat(bids.count()).isEqualTo(model.size());
        }
    }

    private static List<Long> prices(PriceLevels levels) {
        List<Long> prices = new ArrayList<>();
        for (int level = levels.best(); level != PriceLevels.NONE; level = levels.after(level)) {
            prices.add(levels.priceOf(level));
        }
        return prices;
    }
}
