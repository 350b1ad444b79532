package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsDocumentTest {
    @Test
    void tableInTheDocumentHasEveryRefusedCallWithItsReason() throws IOException {
        List<String> expected = CallTable.CALLS.stream().filter(call -> call.kind() == Conduct.REFUSED)
                .map(call -> "| `" + call.name() + "` | " + Conduct.reason(call) + " |").sorted().toList();
        try (var lines = Files.lines(Path.of("../docs/refusals.md"))) {
            assertThat(lines.takeWhile(line -> !line.startsWith("## ")).filter(line -> line.startsWith("| `")).toList())
                    .isEqualTo(expected).hasSizeGreaterThan(80);
        }
    }
}
