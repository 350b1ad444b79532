package io.sidecore.bench.latency.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final long DAY = 86_400;

    private static long exact(long rate, long number) {
        return BigInteger.valueOf(number).multiply(SECOND).divide(BigInteger.valueOf(rate)).longValueExact();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7_919, 10_000, 999_983, 1_000_000, 3_000_000, 999_999_999, 1_000_000_000})
    void intendedTimeIsTheNumberOverTheRate(long rate) {
        Schedule schedule = new Schedule(rate, 1);
        for (long number : new long[]{0, 1, 2, rate - 1, rate, rate + 1, 1L << 31, DAY * rate + 1}) {
            assertThat(schedule.intended(number)).as("message %d", number).isEqualTo(exact(rate, number));
        }
    }

    @Test
    void cursorHasNotDriftedAfter2To31Messages() {
        // A third of a microsecond, which no whole number of nanoseconds is.
        long rate = 3_000_000;
        long start = Long.MAX_VALUE - 1000;
        Schedule.Cursor cursor = new Schedule(rate, 1).from(start);
        for (long number = 0; number < 1L << 31; number++) {
            cursor.advance();
        }
        assertThat(cursor.due() - start).isEqualTo(exact(rate, 1L << 31));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7_919, 999_983, 1_000_000_000})
    void cursorGivesTheIntendedTimeOfEachMessage(long rate) {
        Schedule schedule = new Schedule(rate, 1);
        Schedule.Cursor cursor = schedule.from(5);
        for (long number = 0; number < 100_000; number++) {
            assertThat(cursor.due()).isEqualTo(5 + schedule.intended(number));
            cursor.advance();
        }
    }

    @Test
    void windowHasAsManyMessagesAsFitItsTime() {
        assertThat(Schedule.lasting(10_000, 500_000_000).messages()).isEqualTo(5_000);
        assertThat(Schedule.lasting(10_000, 500_000_000).nanos()).isEqualTo(500_000_000);
        assertThat(Schedule.lasting(1, 1_000_000).messages()).isEqualTo(1);
    }

    @Test
    void ratesThatCannotBeToldApartAreRefused() {
        assertThatThrownBy(() -> new Schedule(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule(Schedule.HIGHEST_RATE + 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
