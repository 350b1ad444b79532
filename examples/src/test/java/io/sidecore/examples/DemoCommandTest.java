package io.sidecore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.tools.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void generatedFlowIsJournaledTwiceAndRebuildsTheSameBook(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("figures.json");
        int code = run("demo", "-n", "5000", "--rate", "100000", "--rounds", "1", "--dir",
                folder.resolve("out").toString(),
                "--json", json.toString());
        assertThat(err.toString()).doesNotContain("sidecore:");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("processed p99.9", "durable p50", "hot thread", "are the same",
                "messages lost: 0");
        String figures = Files.readString(json);
        assertThat(figures).contains("\"books_match\": true", "\"lost\": 0", "\"hot_thread_syscalls\"",
                "\"durable_p999_ns\"");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**latency.png")
                .isDirectoryContaining("glob:**direct.hgrm")
                .isDirectoryContaining("glob:**page.journal");
    }

    @Test
    void directRunsHotThreadMakesACallAMessageOfItsOwn(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("figures.json");
        run("demo", "-n", "2000", "--rate", "100000", "--rounds", "1", "--dir", folder.toString(), "--json",
                json.toString());
        Matcher direct = Pattern
                .compile("\"direct\".*?\"hot_thread_syscalls\": (\\d+).*?\"engine_calls\": (\\d+)", Pattern.DOTALL)
                .matcher(Files.readString(json));
        assertThat(direct.find()).isTrue();
        assertThat(Long.parseLong(direct.group(2))).isGreaterThanOrEqualTo(2000);
        assertThat(Long.parseLong(direct.group(1))).as("kernel's own count, or a lower bound of it").isPositive();
    }

    @Test
    void lobsterFileWithUnknownOrdersRunsThrough(@TempDir Path folder) throws IOException {
        Path orders = folder.resolve("orders.csv");
        Files.writeString(orders, """
                34200.1,1,1,100,5853300,1,extra
                34200.2,3,999,10,5853300,1,extra
                34200.3,4,1,40,5853300,1,extra
                34200.4,7,0,0,-1,-1,extra
                """);
        assertThat(run("demo", "--orders", orders.toString(), "--rounds", "1", "--dir", folder.toString())).isZero();
        assertThat(out.toString()).contains("4 of 4 messages, 1 trades");
    }

    @Test
    void userErrorsAreOneLineAndACode(@TempDir Path folder) throws IOException {
        Path orders = folder.resolve("orders.csv");
        Files.writeString(orders, "34200.1,1,1,100,5853300,1\n34200.2,1,2,100,abc,1\n");
        assertFails(1, "line 2: price", "demo", "--orders", orders.toString());
        assertFails(1, "nowhere.csv", "demo", "--orders", folder.resolve("nowhere.csv").toString());
        assertFails(1, "60000", "demo", "--cpus", "60000,0", "--dir", folder.toString());
        assertFails(2, "--rate 0", "demo", "--rate", "0");
        assertFails(2, "--sync-every", "demo", "--sync-every", "-1");
        assertFails(2, "Unknown option", "demo", "--nonsense");
        assertFails(1, "cannot create the folder", "demo", "--dir", orders.resolve("below-a-file").toString());
    }

    @Test
    void truncatedJournalIsReportedWithACode(@TempDir Path folder) throws IOException {
        run("demo", "-n", "1000", "--rate", "100000", "--rounds", "1", "--dir", folder.toString());
        Path journal = folder.resolve("page.journal");
        assertThat(run("demo", "--replay", journal.toString())).isZero();
        Path cut = folder.resolve("cut.journal");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(journal), 64 + 56 * 10 + 20));
        assertFails(1, "truncated at byte 20", "demo", "--replay", cut.toString());
        assertFails(1, "no such file", "demo", "--replay", folder.resolve("none").toString());
    }

    private void assertFails(int code, String message, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(code);
        assertThat(err.toString()).contains(message).doesNotContain("\tat ", "Exception");
    }
}
