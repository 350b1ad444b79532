package io.sidecore.bench.latency.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.bench.latency.result.Sending;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderLoopTest {
    /** Of the clock: much less than an interval. */
    private static final long STEP = 10;
    private static final Schedule MILLION = new Schedule(1_000_000, 10_000);

    private final SteppingClock clock = new SteppingClock(STEP);
    private final Window window = new Window();

    private void run(Transport transport, Schedule schedule) {
        new SenderLoop(transport, clock).run(schedule, window);
    }

    private static long above(Histogram histogram, long nanos) {
        return histogram.getTotalCount() - histogram.getCountBetweenValues(0, nanos);
    }

    @Test
    void messagesAreSentWhenTheyAreDueAndNoneIsLate() {
        run(new Loopback(1), MILLION);
        assertThat(window.sent()).isEqualTo(10_000);
        assertThat(window.late()).isZero();
        assertThat(window.latency().getTotalCount()).isEqualTo(10_000);
        assertThat(window.service().getMaxValue()).isEqualTo(STEP);
        assertThat(window.latency().getMaxValue()).isLessThanOrEqualTo(3 * STEP);
        assertThat(window.sendingNanos()).isEqualTo(10_000_000);
    }

    @Test
    void stallOfTheEchoIsInTheLatencyOfAllThatItHeldUpAndInTheServiceTimeOfOne() {
        // Takes one message at a time; keeps number 5,000 for a hundred thousand polls, a millisecond.
        Transport stalling = new Loopback(1) {
            private int stall = 100_000;

            @Override
            public long poll() {
                return !inFlight.isEmpty() && inFlight.peek() == 5_000 && stall-- > 0 ? NONE : super.poll();
            }
        };
        run(stalling, MILLION);
        assertThat(window.sent()).isEqualTo(10_000);
        assertThat(above(window.service(), 1_000)).as("slow by service time").isEqualTo(1);
        assertThat(window.service().getValueAtPercentile(99.9)).isLessThan(100);
        // Those that were due in the millisecond, and those behind them until the sender had caught up.
        assertThat(above(window.latency(), 1_000)).as("slow from the intended time").isBetween(1_000L, 1_100L);
        assertThat(above(window.latency(), 500_000)).isBetween(500L, 550L);
        assertThat(window.latency().getValueAtPercentile(99)).isGreaterThan(900_000);
    }

    @Test
    void lateSenderSendsAtOnceAndCountsEachLateMessage() {
        Transport holdingUp = new Loopback(1) {
            @Override
            public boolean offer(long number) {
                boolean sent = super.offer(number);
                if (number == 100) {
                    clock.advance(100_000);
                }
                return sent;
            }
        };
        run(holdingUp, MILLION);
        // A hundred and a few were due meanwhile, and are at first a hundred microseconds late, then less and less.
        assertThat(window.late()).isBetween(99L, 110L);
        assertThat(window.latenessNanos()).isBetween(100 * 100_000L / 2, 110 * 100_000L / 2);
        assertThat(window.gaps().count()).isEqualTo(1);
        assertThat(window.gaps().longest()).isBetween(100_000L, 100_000 + STEP);
        assertThat(window.sendingNanos()).isEqualTo(10_000_000);
    }

    @Test
    void rateThatIsTooHighIsGivenUpAndWhatWasNotSentCountsWithItsDelay() {
        Transport slow = new Loopback(1) {
            @Override
            public boolean offer(long number) {
                clock.advance(inFlight.isEmpty() ? 3_000 : 0);
                return super.offer(number);
            }
        };
        run(slow, MILLION);
        // 15 ms at 3 µs each.
        assertThat(window.sent()).isBetween(4_800L, 5_000L);
        assertThat(window.service().getTotalCount()).isEqualTo(window.sent());
        assertThat(window.latency().getTotalCount()).as("no message is left out").isEqualTo(10_000);
        assertThat(window.latency().getValueAtPercentile(60)).isGreaterThan(5_000_000);
        Sending sending = new Sending(1_000_000, window.asked(), window.sent(), window.late(), window.latenessNanos(),
                window.sendingNanos());
        assertThat(sending.missed()).isTrue();
        assertThat(sending.achieved()).isBetween(320_000.0, 334_000.0);
    }

    @Test
    void numbersGoOnFromWindowToWindow() {
        Sender sender = new SenderLoop(new Loopback(1), clock);
        sender.run(MILLION, window);
        window.reset();
        sender.run(MILLION, window);
        assertThat(window.sent()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messageThatComesTwiceIsAnError(boolean ordered) {
        Transport repeating = new Loopback(1) {
            @Override
            public long poll() {
                long number = super.poll();
                if (number == 7) {
                    inFlight.add(7L);
                }
                return number;
            }

            @Override
            public boolean isOrdered() {
                return ordered;
            }
        };
        assertThatThrownBy(() -> run(repeating, MILLION)).hasMessageContaining("message 7 came back");
    }

    @Test
    void messageOutOfOrderIsAnErrorWhereThereIsAnOrder() {
        assertThatThrownBy(() -> run(new Swapping(true), MILLION)).hasMessageContaining("message 8 came back");
        window.reset();
        run(new Swapping(false), MILLION);
        assertThat(window.service().getTotalCount()).isEqualTo(10_000);
    }

    @Test
    void messageThatDoesNotComeBackIsAnError() {
        Transport losing = new Loopback(1) {
            @Override
            public long poll() {
                if (!inFlight.isEmpty() && inFlight.peek() == 7) {
                    clock.advance(SenderLoop.LOST_NANOS);
                    return NONE;
                }
                return super.poll();
            }
        };
        assertThatThrownBy(() -> run(losing, MILLION)).hasMessageContaining("nothing has come back");
    }

    @Test
    void copyIsAClassOfItsOwnThatDoesTheSame() {
        Sender one = Copies.sender(new Loopback(1), clock);
        Sender other = Copies.sender(new Loopback(1), clock);
        assertThat(one.getClass()).isNotEqualTo(other.getClass());
        one.run(MILLION, window);
        assertThat(window.latency().getTotalCount()).isEqualTo(10_000);
    }

    /** Brings 8 back before 7. */
    private static final class Swapping extends Loopback {
        private final boolean ordered;
        private boolean swapped;

        Swapping(boolean ordered) {
            super(2);
            this.ordered = ordered;
        }

        @Override
        public long poll() {
            if (swapped || inFlight.isEmpty() || inFlight.peek() != 7) {
                return super.poll();
            }
            swapped = inFlight.size() == 2;
            return swapped ? inFlight.removeLast() : NONE;
        }

        @Override
        public boolean isOrdered() {
            return ordered;
        }
    }
}
