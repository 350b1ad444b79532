package io.sidecore.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.stress.CommandRun;
import io.sidecore.tools.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A short cut of {@code ./sidecore soak}, and faults that it must notice. */
class SoakTest {
    @TempDir
    private Path folder;

    private static String soak(int expected, String... arguments) {
        return CommandRun.of(new SoakCommand(), expected, arguments);
    }

    @Test
    void everythingAtOnceIsRightAndDoesNotGrow() throws IOException {
        Path report = folder.resolve("a/b");
        assertThat(soak(Command.OK, "--minutes", "0.05", "--report", report.toString())).contains("All was right",
                "left: ", "descriptors: ", "resident KiB: ");
        assertThat(Files.readString(report.resolve("soak.html"))).startsWith("<!doctype html>").endsWith("</html>\n")
                .contains("prefers-color-scheme: dark", "width=device-width", "<path class=\"line0\"", "spsc", "mpsc",
                        "lane",
                        "broadcast", "latest", "calls")
                .doesNotContain("http://", "https://", "NaN", "Infinity", "Not passed");
        assertThat(Files.readString(report.resolve("soak.json"))).contains("\"good\": true", "\"samples\": [{",
                "\"p99Micros\"", "\"within\": true").doesNotContain("NaN", "Infinity");
    }

    @Test
    void aByteThatChangesOnItsWayEndsTheRunAtOnceAndIsNamed() {
        assertThat(soak(Command.VIOLATED, "--minutes", "5", "--plant", "checksum")).contains("WRONG: ", "differ")
                .contains("Not passed");
    }

    @Test
    void aMessageThatIsNotSentEndsTheRunAtOnceAndIsNamed() {
        assertThat(soak(Command.VIOLATED, "--minutes", "5", "--plant", "loss")).contains("WRONG: ", "is next");
    }

    @Test
    void descriptorsThatAreNotClosedAreNoticed() throws IOException {
        assertThat(soak(Command.VIOLATED, "--minutes", "0.05", "--plant", "leak", "--report", folder.toString()))
                .contains("GROWN: descriptors", "Not passed");
        assertThat(Files.readString(folder.resolve("soak.html"))).contains("<li class=\"bad\">descriptors");
    }

    @Test
    void wrongUsageIsOneClearError() {
        for (String minutes : new String[]{"0", "-1", "NaN", "50000"}) {
            assertThat(soak(CommandLine.ExitCode.USAGE, "--minutes", minutes)).contains("--minutes", "more than 0");
        }
        assertThat(soak(CommandLine.ExitCode.USAGE, "--hours", "0")).contains("--hours 0.0: must be more than 0");
        assertThat(soak(CommandLine.ExitCode.USAGE, "--interval", "0")).contains("--interval 0.0");
        assertThat(soak(CommandLine.ExitCode.USAGE, "--plant", "nothing")).contains("--plant");
        assertThat(soak(CommandLine.ExitCode.USAGE, "--quick", "--hours", "2")).contains("mutually exclusive");
    }
}
