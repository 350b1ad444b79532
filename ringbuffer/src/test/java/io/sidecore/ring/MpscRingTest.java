package io.sidecore.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MpscRingTest {
    private static final int TYPE = 7;

    private static void send(MpscProducer producer, long value) {
        long at = producer.tryClaim(TYPE, 8);
        assertThat(at).isNotNegative();
        producer.ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
        producer.commit();
    }

    private static List<Long> drain(MpscConsumer consumer) {
        List<Long> values = new ArrayList<>();
        consumer.poll((t, s, o, l) -> values.add(s.get(ValueLayout.JAVA_LONG_UNALIGNED, o)), Integer.MAX_VALUE);
        return values;
    }

    @Test
    void messagesOfTwoProducersComeInTheOrderOfTheirClaims() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer one = ring.producer();
        MpscProducer two = ring.producer();
        MpscConsumer consumer = ring.consumer();
        for (long i = 0; i < 100; i++) {
            send(one, i);
            send(two, -i);
            assertThat(drain(consumer)).containsExactly(i, -i);
        }
    }

    @Test
    void openClaimHoldsUpWhatWasClaimedBehindIt() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer slow = ring.producer();
        MpscProducer quick = ring.producer();
        MpscConsumer consumer = ring.consumer();
        long at = slow.tryClaim(TYPE, 8);
        send(quick, 2);
        for (int i = 0; i < 10_000; i++) {
            assertThat(drain(consumer)).isEmpty();
        }
        ring.data().set(ValueLayout.JAVA_LONG_UNALIGNED, at, 1);
        slow.commit();
        assertThat(drain(consumer)).containsExactly(1L, 2L);
    }

    @Test
    void pollOfRingThatIsFullToTheLastByteEndsAfterOneLap() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer producer = ring.producer();
        MpscConsumer consumer = ring.consumer();
        List<Long> sent = new ArrayList<>();
        for (long i = 0; i < 16; i++) {
            send(producer, i);
            sent.add(i);
        }
        assertThat(producer.tryClaim(TYPE, 8)).isEqualTo(Ring.BACK_PRESSURE);
        assertThat(drain(consumer)).isEqualTo(sent);
        assertThat(consumer.position()).isEqualTo(ring.producerPosition());
    }

    @Test
    void controlledPollOfRingThatIsFullToTheLastByteEndsAfterOneLap() {
        MpscRing ring = MpscRing.anonymous(1024);
        MpscProducer producer = ring.producer();
        MpscConsumer consumer = ring.consumer();
        for (long i = 0; i < 16; i++) {
            send(producer, i);
        }
        assertThat(consumer.controlledPoll((t, s, o, l) -> ControlledMessageHandler.Action.CONTINUE, 100))
                .isEqualTo(16);
        assertThat(drain(consumer)).isEmpty();
    }
}
