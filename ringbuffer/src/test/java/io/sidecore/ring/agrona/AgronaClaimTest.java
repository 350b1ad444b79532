package io.sidecore.ring.agrona;

import static io.sidecore.ring.agrona.Adapter.TYPE;
import static io.sidecore.ring.agrona.Adapter.claim;
import static io.sidecore.ring.agrona.Adapter.drain;
import static io.sidecore.ring.agrona.Adapter.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import io.sidecore.ring.Ring;
import io.sidecore.ring.SpscRing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("agrona") // run with the flag that Agrona's buffers need
class AgronaClaimTest {
    @ParameterizedTest
    @EnumSource
    void claimIsInvisibleUntilItsCommit(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        int index = claim(ring, 42);
        assertThat(index).isEqualTo(8);
        assertThat(drain(ring)).isEmpty();
        ring.commit(index);
        assertThat(drain(ring)).containsExactly(42);
        assertThat(ring.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void abortedClaimIsPassedOver(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        ring.abort(claim(ring, 1));
        send(ring, 2);
        assertThat(drain(ring)).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource
    void oneThreadMayWriteAndClaimWhileItsClaimsAreOpen(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(4096);
        int first = claim(ring, 1);
        send(ring, 2);
        int third = claim(ring, 3);
        int fourth = claim(ring, 4);
        send(ring, 5);
        ring.commit(fourth);
        assertThat(drain(ring)).as("behind an open claim").isEmpty();
        ring.commit(first);
        assertThat(drain(ring)).containsExactly(1, 2);
        ring.abort(third);
        assertThat(drain(ring)).containsExactly(4, 5);
        assertThat(ring.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void claimsEndedInAnyOrderArriveInTheOrderOfClaiming(Adapter adapter) {
        for (int alignment = 8; alignment <= 128; alignment *= 2) {
            AgronaRingBuffer ring = adapter.of(2048, alignment);
            Random random = new Random(alignment);
            Deque<Integer> expected = new ArrayDeque<>();
            List<Integer> open = new ArrayList<>();
            int value = 0;
            for (int step = 0; step < 20_000; step++) {
                int kind = random.nextInt(4);
                if (kind == 0 && open.size() < 20) {
                    int index = ring.tryClaim(TYPE, 4 + random.nextInt(60));
                    if (index > 0) {
                        ring.buffer().setMemory(index, 4, (byte) -1);
                        ring.buffer().putInt(index, value);
                        expected.add(value++);
                        open.add(index);
                    }
                } else if (kind == 1) {
                    if (send(ring, value)) {
                        expected.add(value++);
                    }
                } else if (kind == 2 && !open.isEmpty()) {
                    ring.commit(open.remove(random.nextInt(open.size())));
                } else {
                    for (int read : drain(ring)) {
                        assertThat(read).isEqualTo(expected.poll());
                    }
                }
            }
            open.forEach(ring::commit);
            assertThat(drain(ring)).containsExactlyElementsOf(expected);
            assertThat(value).isGreaterThan(1000);
            assertThat(ring.producerPosition()).isEqualTo(ring.consumerPosition());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherThreadMayEndAClaim(Adapter adapter) throws InterruptedException {
        AgronaRingBuffer ring = adapter.of(1024);
        int first = claim(ring, 1);
        int second = claim(ring, 2);
        Thread other = Thread.ofPlatform().start(() -> {
            ring.commit(second);
            ring.commit(first);
        });
        other.join();
        assertThat(drain(ring)).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void claimEndsOnce(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        assertThatThrownBy(() -> ring.commit(8)).isInstanceOf(IllegalStateException.class);
        int committed = claim(ring, 1);
        ring.commit(committed);
        assertThatThrownBy(() -> ring.commit(committed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.abort(committed)).isInstanceOf(IllegalStateException.class);
        int aborted = claim(ring, 2);
        ring.abort(aborted);
        assertThatThrownBy(() -> ring.commit(aborted)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.abort(aborted)).isInstanceOf(IllegalStateException.class);
        int open = claim(ring, 3);
        assertThatThrownBy(() -> ring.commit(open + 8)).isInstanceOf(IllegalStateException.class);
        ring.commit(open);
        assertThat(drain(ring)).containsExactly(1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void endingAClaimTwiceSaysHowItEnded(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        int committed = claim(ring, 1);
        int aborted = claim(ring, 2);
        int open = claim(ring, 3);
        ring.commit(committed);
        ring.abort(aborted);
        assertThatThrownBy(() -> ring.abort(committed)).hasMessageContaining("index 8")
                .hasMessageContaining("committed");
        assertThatThrownBy(() -> ring.commit(committed)).hasMessageContaining("committed");
        assertThatThrownBy(() -> ring.commit(aborted)).hasMessageContaining("index 72").hasMessageContaining("aborted");
        assertThatThrownBy(() -> ring.abort(aborted)).hasMessageContaining("aborted");
        ring.commit(open);
        assertThat(drain(ring)).containsExactly(1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void endingAClaimThatWasNeverMadeDoesNotSayThatItEnded(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        assertThatThrownBy(() -> ring.commit(8)).hasMessageContaining("none was made");
        UnsafeBuffer source = new UnsafeBuffer(new byte[200]);
        source.setMemory(0, 200, (byte) -1);
        ring.write(TYPE, source, 0, 200);
        assertThatThrownBy(() -> ring.abort(12)).as("index in mid-message").hasMessageContaining("none was made");
        assertThatThrownBy(() -> ring.commit(1024)).as("end of the buffer").hasMessageContaining("none was made");
    }

    @ParameterizedTest
    @EnumSource
    void indexOutsideTheBufferIsAnIllegalArgument(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        claim(ring, 1);
        for (int index : new int[]{Integer.MIN_VALUE, -2, 0, 7, 1025, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> ring.commit(index)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.abort(index)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void typesAndLengthsOutOfRangeAreIllegalArgumentsAndLeaveNoClaim(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        UnsafeBuffer source = new UnsafeBuffer(new byte[1024]);
        for (int type : new int[]{Integer.MIN_VALUE, -1, 0}) {
            assertThatThrownBy(() -> ring.tryClaim(type, 8)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.write(type, source, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int length : new int[]{Integer.MIN_VALUE, -1, ring.maxMsgLength() + 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> ring.tryClaim(TYPE, length)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.write(TYPE, source, 0, length)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ring.producerPosition()).isZero();
        send(ring, 1);
        assertThat(drain(ring)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void sourceOutOfBoundsAbortsTheWrite(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        UnsafeBuffer source = new UnsafeBuffer(new byte[4]);
        assertThatThrownBy(() -> ring.write(TYPE, source, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        send(ring, 1);
        assertThat(drain(ring)).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void fullRingSaysSoAndTakesMoreAfterARead(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        int sent = 0;
        while (send(ring, sent)) {
            sent++;
        }
        assertThat(sent).isBetween(15, 16);
        assertThat(ring.tryClaim(TYPE, 4)).isEqualTo(RingBuffer.INSUFFICIENT_CAPACITY);
        assertThat(drain(ring)).hasSize(sent);
        assertThat(send(ring, sent)).isTrue();
        assertThat(drain(ring)).containsExactly(sent);
    }

    @ParameterizedTest
    @EnumSource
    void longestAndEmptyMessagesPass(Adapter adapter) {
        AgronaRingBuffer ring = adapter.of(1024);
        UnsafeBuffer source = new UnsafeBuffer(new byte[ring.maxMsgLength()]);
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(ring.write(TYPE, source, 0, ring.maxMsgLength())).isTrue();
            assertThat(ring.write(TYPE, source, 0, 0)).isTrue();
            ring.read((type, buffer, index, length) -> lengths.add(length));
            assertThat(lengths).containsExactly(ring.maxMsgLength(), 0);
            lengths.clear();
        }
    }

    @Test
    void closedRingRefusesMessagesInsteadOfSayingFullForEver() {
        SpscRing spsc = SpscRing.anonymous(1024);
        closedRingRefusesMessages(AgronaRingBuffer.over(spsc), spsc);
        MpscRing mpsc = MpscRing.anonymous(1024);
        closedRingRefusesMessages(AgronaRingBuffer.over(mpsc), mpsc);
    }

    private static void closedRingRefusesMessages(AgronaRingBuffer ring, Ring closing) {
        int open = claim(ring, 1);
        closing.close();
        assertThatThrownBy(() -> send(ring, 2)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> claim(ring, 2)).isInstanceOf(IllegalStateException.class);
        ring.commit(open);
        assertThat(drain(ring)).containsExactly(1);
    }

    @Test
    void moreClaimsThanPlacesForProducersAreRefusedUntilOneEnds() {
        AgronaRingBuffer ring = Adapter.MANY_TO_ONE.of(8192);
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < MpscRing.MAX_PRODUCERS; i++) {
            open.add(claim(ring, i));
        }
        assertThat(open).allMatch(index -> index > 0);
        assertThat(claim(ring, -1)).isEqualTo(RingBuffer.INSUFFICIENT_CAPACITY);
        assertThat(send(ring, -1)).isFalse();
        assertThatThrownBy(() -> ring.tryClaim(0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ring.tryClaim(TYPE, -1)).isInstanceOf(IllegalArgumentException.class);
        UnsafeBuffer source = new UnsafeBuffer(new byte[ring.maxMsgLength() + 1]);
        assertThatThrownBy(() -> ring.write(TYPE, source, 0, source.capacity()))
                .isInstanceOf(IllegalArgumentException.class);
        ring.commit(open.removeLast());
        assertThat(send(ring, MpscRing.MAX_PRODUCERS)).isTrue();
        open.forEach(ring::commit);
        assertThat(drain(ring)).hasSize(MpscRing.MAX_PRODUCERS + 1).isSorted();
    }

    @Test
    void ringWithoutAPlaceForThisProcessSaysWho() {
        MpscRing ring = MpscRing.anonymous(1024);
        List<MpscProducer> others = new ArrayList<>();
        for (int i = 0; i < MpscRing.MAX_PRODUCERS; i++) {
            others.add(ring.producer());
        }
        AgronaRingBuffer adapter = AgronaRingBuffer.over(ring);
        assertThatThrownBy(() -> send(adapter, 1)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("places");
        others.getFirst().close();
        assertThat(send(adapter, 1)).isTrue();
        Thread.ofVirtual().start(() -> send(adapter, 2));
        assertThat(send(adapter, 3)).isTrue();
    }
}
