package io.sidecore.stress.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.CommandRun;
import io.sidecore.tools.Command;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A short cut of {@code ./sidecore hostile}, and faults that it must notice. */
class HostileTest {
    private static String hostile(int expected, String... arguments) {
        return CommandRun.of(new HostileCommand(), expected, arguments);
    }

    private static String planted(String fault, String patience) {
        return hostile(Command.VIOLATED, "--ring", "spsc", "--side", "consumer", "--rounds", "1", "--seed", "1",
                "--plant", fault, "--patience", patience);
    }

    @Test
    void noWordOfAHostilePeerBreaksAPromiseOfAnyStructureOnEitherSide() {
        assertThat(hostile(Command.OK, "--rounds", "10", "--seed", "1")).contains("No violation in 10 rounds")
                .contains("spsc consumer", "spsc producer", "mpsc consumer", "mpsc producer", "lane consumer",
                        "lane producer", "broadcast consumer", "broadcast producer", "latest consumer",
                        "latest producer");
    }

    @Test
    void aProcessThatASignalEndsIsNoticed() {
        assertThat(planted("crash", "60")).contains("VIOLATION in round 0", "the honest process ended with code",
                "SIGSEGV");
    }

    @Test
    void aProcessThatDoesNotComeBackIsNoticedAndSaysWhereItIs() {
        assertThat(planted("hang", "5")).contains("VIOLATION in round 0", "the honest process hangs",
                "Fault.happen");
    }

    @Test
    void aMessageThatNoRuleAllowsIsNoticed() {
        assertThat(planted("overrun", "60")).contains("VIOLATION in round 0", "the longest has 0");
    }

    @Test
    void anExceptionThatNoJavadocNamesIsNoticed() {
        assertThat(planted("error", "60")).contains("VIOLATION in round 0", "IndexOutOfBoundsException: planted");
    }

    @Test
    void aViolationSaysHowToPlayTheRoundAgain() {
        assertThat(planted("overrun", "60"))
                .contains("./sidecore hostile --ring spsc --side consumer --seed 1 --round 0");
    }

    @Test
    void wrongUsageIsOneClearError() {
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--rounds", "0")).contains("--rounds 0: must be 1 or more");
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--minutes", "NaN")).contains("--minutes NaN");
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--patience", "0")).contains("--patience 0.0");
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--round", "-1")).contains("--round -1");
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--ring", "none")).contains("--ring");
        assertThat(hostile(CommandLine.ExitCode.USAGE, "--quick", "--rounds", "5")).contains("mutually exclusive");
    }
}
