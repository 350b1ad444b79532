package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpscAsideTest {
    private static final int TYPE = 7;

    private final SpscRing ring = SpscRing.anonymous(1024);
    private final SpscProducer producer = ring.producer();
    private final SpscConsumer consumer = ring.consumer();

    private long claim(int value) {
        long at = producer.tryClaim(TYPE, 4);
        ring.data().set(ValueLayout.JAVA_INT, at, value);
        return at;
    }

    private List<Integer> drain() {
        List<Integer> values = new ArrayList<>();
        consumer.poll((t, s, o, l) -> values.add(s.get(ValueLayout.JAVA_INT, o)), 100);
        return values;
    }

    @Test
    void claimSetAsideHoldsUpWhatIsCommittedBehindIt() {
        long first = claim(1);
        producer.setAside();
        claim(2);
        producer.commit();
        assertThat(drain()).isEmpty();
        assertThat(ring.producerPosition()).isZero();
        producer.commit(first);
        assertThat(ring.producerPosition()).isEqualTo(128);
        assertThat(drain()).containsExactly(1, 2);
    }

    @Test
    void publishedPositionFollowsTheOldestOpenClaimRoundTheRing() {
        long open = claim(0);
        for (int i = 1; i < 1000; i++) {
            producer.setAside();
            long next = claim(i);
            producer.commit(open);
            assertThat(drain()).containsExactly(i - 1);
            assertThat(ring.producerPosition()).isEqualTo(ring.consumerPosition());
            open = next;
        }
    }

    @Test
    void publishedPositionStaysAtTheOldestClaimThatIsStillOpen() {
        long first = claim(1);
        producer.setAside();
        long second = claim(2);
        producer.setAside();
        producer.commit(first);
        assertThat(ring.producerPosition()).as("where a producer that takes over begins").isEqualTo(64);
        producer.abort(second);
        assertThat(ring.producerPosition()).isEqualTo(128);
    }

    @Test
    void batchCanBeSetAsideAndGivenUpAsAWhole() {
        long kept = producer.tryClaimBatch(TYPE, 4, 2);
        ring.data().set(ValueLayout.JAVA_INT, kept, 1);
        ring.data().set(ValueLayout.JAVA_INT, kept + producer.stride(4), 2);
        producer.setAside();
        long givenUp = producer.tryClaimBatch(TYPE, 4, 2);
        producer.setAside();
        claim(3);
        producer.commit();
        producer.abort(givenUp);
        producer.commit(kept);
        assertThat(drain()).containsExactly(1, 2, 3);
    }

    @Test
    void onlyAnOpenClaimCanBeSetAsideOrEnded() {
        assertThatThrownBy(producer::setAside).isInstanceOf(IllegalStateException.class);
        long at = claim(1);
        producer.setAside();
        assertThatThrownBy(producer::setAside).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.commit(at + 64)).isInstanceOf(IllegalStateException.class);
        producer.commit(at);
        assertThatThrownBy(() -> producer.commit(at)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.abort(at)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closeAbortsClaimsThatWereSetAside() {
        claim(1);
        producer.setAside();
        claim(2);
        producer.commit();
        claim(3);
        producer.close();
        assertThat(drain()).containsExactly(2);
        assertThat(ring.size()).isZero();
    }
}
