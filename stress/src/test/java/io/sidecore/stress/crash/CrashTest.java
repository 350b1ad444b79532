package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.CommandRun;
import io.sidecore.tools.Command;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A short cut of {@code ./sidecore crash}, with fixed seeds. */
class CrashTest {
    private static String crash(String... arguments) {
        return crash(Command.OK, arguments);
    }

    private static String crash(int expected, String... arguments) {
        return CommandRun.of(new CrashCommand(), expected, arguments);
    }

    @Test
    void noRoundAtAllIsNoSuccess() {
        assertThat(crash(CommandLine.ExitCode.USAGE, "--rounds", "0")).contains("--rounds 0: must be 1 or more");
        for (String minutes : new String[]{"0", "-1", "NaN", "20000"}) {
            assertThat(crash(CommandLine.ExitCode.USAGE, "--minutes", minutes)).contains("--minutes", "more than 0");
        }
    }

    @Test
    void aShortRunSaysThatItHasNotLookedAtEachStore() {
        assertThat(crash("--simulated", "--rounds", "10", "--seed", "1")).contains("Not checked whether each store")
                .doesNotContain("latest,page");
    }

    @Test
    void simulatedDeathsAtEveryStoreLoseAndDoubleNothing() {
        assertThat(crash("--simulated", "--rounds", "1000", "--seed", "1")).contains("No violation");
    }

    @Test
    void killedProcessesLoseAndDoubleNothing() {
        assertThat(crash("--real", "--rounds", "20", "--seed", "1")).contains("No violation")
                .containsPattern("Real deaths struck \\d+ of 1\\d\\d stores")
                .containsPattern("real +16 +[1-9]\\d+ +[1-9]\\d*");
    }

    @Test
    void processesWithPagesDieByTheSameCommand() {
        assertThat(crash("--structure", "page", "--rounds", "20", "--seed", "1")).contains("No violation")
                .containsPattern("pages +[1-9]\\d+ +[1-9]\\d+ +[1-9]\\d*");
        assertThat(crash(CommandLine.ExitCode.USAGE, "--structure", "page", "--simulated"))
                .contains("real rounds only");
        assertThat(crash(CommandLine.ExitCode.USAGE, "--structure", "lane,page", "--simulated"))
                .contains("real rounds only");
    }

    @Test
    void sameSeedAndRoundGiveTheSameDeaths() {
        String[] arguments = {"--simulated", "--seed", "7", "--rounds", "50"};
        assertThat(withoutTimes(crash(arguments))).isEqualTo(withoutTimes(crash(arguments)));
    }

    @Test
    void onlyTheChosenStructuresDie() {
        assertThat(crash("--simulated", "--ring", "lane,broadcast", "--seed", "1", "--rounds", "4"))
                .contains("LaneRing.producer", "BroadcastPublisher.commit")
                .doesNotContain("MpscProducer", "LatestValueWriter");
    }

    /** How far it is, is shown every two seconds. */
    private static String withoutTimes(String output) {
        return output.lines().filter(line -> !line.startsWith("  simulated rounds, ") && !line.contains("No violation"))
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    @Test
    void roundThatCannotBePlayedIsRefused() {
        assertThat(crash(CommandLine.ExitCode.USAGE, "--real", "--round", "-1"))
                .contains("--round -1: must be 0 or more");
        assertThat(crash(CommandLine.ExitCode.USAGE, "--round", "3", "--rounds", "7")).contains("--round", "alone");
        assertThat(crash(CommandLine.ExitCode.USAGE, "--round", "3", "--minutes", "1")).contains("--round", "alone");
        assertThat(crash(CommandLine.ExitCode.USAGE, "--round", "3", "--quick")).contains("--round", "alone");
    }

    @Test
    void oneRoundShowsOnlyTheStoresThatItHasStruck() {
        String round = crash("--simulated", "--ring", "mpsc", "--seed", "7", "--round", "3");
        assertThat(round).contains("No violation");
        assertThat(round.lines().filter(line -> line.matches("  \\S+\\.\\S+:\\d+ .*")))
                .allSatisfy(line -> assertThat(line).containsPattern(" [1-9]\\d*$"));
    }
}
