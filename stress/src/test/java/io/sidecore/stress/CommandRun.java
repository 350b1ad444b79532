package io.sidecore.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.tools.Command;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs a command as the launcher does, within the test. */
public final class CommandRun {
    private CommandRun() {}

    /** Returns what it prints, if it ends with the exit code that is expected. */
    public static String of(Command command, int expected, String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(output, true));
        int code = line.execute(arguments);
        assertThat(code).as(output::toString).isEqualTo(expected);
        return output.toString();
    }
}
