package io.sidecore.stress.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.tools.Command;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A short cut of {@code ./sidecore crash}, with fixed seeds. */
class CrashTest {
    private static String crash(String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine line = new CommandLine(new CrashCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(output, true));
        int code = line.execute(arguments);
        assertThat(code).as(output.toString()).isEqualTo(Command.OK);
        return output.toString();
    }

    @Test
    void simulatedDeathsAtEveryStoreLoseAndDoubleNothing() {
        assertThat(crash("--simulated", "--rounds", "1000", "--seed", "1")).contains("No violation");
    }

    @Test
    void killedProcessesLoseAndDoubleNothing() {
        assertThat(crash("--real", "--rounds", "6", "--seed", "1")).contains("No violation");
    }

    @Test
    void sameSeedAndRoundGiveTheSameDeaths() {
        String[] arguments = {"--simulated", "--ring", "mpsc", "--seed", "7", "--rounds", "20"};
        assertThat(withoutTimes(crash(arguments))).isEqualTo(withoutTimes(crash(arguments)));
    }

    /** Nor how far the run was every few seconds, which a busy machine decides. */
    private static String withoutTimes(String output) {
        return output.lines().filter(line -> !line.contains(" after ") || line.contains("before"))
                .filter(line -> !line.contains("rounds, deaths:"))
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
