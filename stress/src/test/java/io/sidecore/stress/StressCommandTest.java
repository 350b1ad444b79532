package io.sidecore.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sidecore.tools.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.runners.TestList;

/** {@code ./sidecore stress}, for as short as it may be. */
class StressCommandTest {
    @TempDir
    Path folder;

    private String stress(int expected, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--report", folder.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(new StressCommand(), expected, all.toArray(String[]::new));
    }

    @Test
    void eachTestStartsAndSeesNothingForbidden() throws IOException {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        String output = stress(Command.OK, "--sanity");
        for (String test : TestList.tests()) {
            assertThat(output).containsPattern(test.substring(test.lastIndexOf('.') + 1) + " +passed ");
        }
        assertThat(output).contains("nothing forbidden was seen", "mode sanity, JCStress's own time an iteration");
        assertThat(Files.readString(folder.resolve("summary.html"))).contains("<h1>Nothing forbidden was seen</h1>");
    }

    @Test
    void aNameThatMatchesNoTestIsToldWithThoseThatThereAre() {
        assertThat(stress(1, "--sanity", "-t", "NoSuchTest")).contains("matches none", "SpscRingPublication");
    }
}
