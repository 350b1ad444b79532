package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final int SLOTS = 37;

    @Test
    void eachEntryHasItsLastDeadlineAndTheEarliestComeFirst() {
        record Deadline(long time, long token) {}
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            // Near the end of the clock's range, too.
            long base = random.nextBoolean() ? 0 : Long.MAX_VALUE - 500;
            Deadlines deadlines = new Deadlines(SLOTS);
            Deadline[] expected = new Deadline[SLOTS];
            long now = 0;
            for (int step = 0; step < 300; step++) {
                int slot = random.nextInt(SLOTS);
                if (random.nextInt(4) > 0) {
                    expected[slot] = new Deadline(now + random.nextInt(200), 1000L * step + slot);
                    deadlines.set(slot, base + expected[slot].time, expected[slot].token);
                } else {
                    now += random.nextInt(60);
                    List<Deadline> due = new ArrayList<>();
                    for (int i = 0; i < SLOTS; i++) {
                        if (expected[i] != null && expected[i].time <= now) {
                            due.add(expected[i]);
                            expected[i] = null;
                        }
                    }
                    List<Long> times = new ArrayList<>();
                    List<Long> taken = new ArrayList<>();
                    for (long token; (token = deadlines.takePassed(base + now)) >= 0;) {
                        taken.add(token);
                        long of = token;
                        times.add(due.stream().filter(deadline -> deadline.token == of).findFirst().orElseThrow().time);
                    }
                    assertThat(taken).hasSameSizeAs(due);
                    assertThat(times).isSortedAccordingTo(Comparator.naturalOrder());
                }
                boolean isEmpty = true;
                for (Deadline deadline : expected) {
                    isEmpty &= deadline == null;
                }
                assertThat(deadlines.isEmpty()).isEqualTo(isEmpty);
            }
        }
    }
}
