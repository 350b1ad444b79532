package io.sidecore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
    @Test
    void programWritesItsFile(@TempDir Path folder) {
        Path file = folder.resolve("written");
        QuickStart.main(new String[]{file.toString()});
        assertThat(file).content().startsWith("written from CPU ").endsWith("\n");
    }

    @Test
    void readmeShowsThisProgram() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/sidecore/examples/QuickStart.java"));
        String body = source.substring(source.indexOf("        CorePlan plan"), source.lastIndexOf("    }\n}"));
        assertThat(Files.readString(Path.of("../README.md")).replace("\r", ""))
                .contains(body.stripTrailing().stripIndent());
    }
}
