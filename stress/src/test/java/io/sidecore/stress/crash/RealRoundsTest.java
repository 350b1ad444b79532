package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealRoundsTest {
    @Test
    void playerThatMeetsAnErrorOfTheHarnessIsNoSuccess() throws Exception {
        StringWriter output = new StringWriter();
        try (Workers workers = new Workers();
                RealRounds rounds = new RealRounds(workers, List.of(), 1, new PrintWriter(output))) {
            // Without a structure, no round can be drawn.
            assertThat(rounds.run(0, 3, Long.MAX_VALUE / 2)).isEqualTo(1);
        }
        assertThat(output.toString()).contains("VIOLATION in real round", "ArithmeticException");
    }
}
