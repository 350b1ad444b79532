package io.sidecore.bench.rings.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, because Chronicle's flags are not among those of the tests. */
class BoundedQueueTest {
    @TempDir
    private Path folder;

    @Test
    void longRunLeavesTwoFilesAtTheMostAndLosesNoMessage() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(BoundedQueue.FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writing.class.getName(),
                folder.resolve("queue").toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Another process: writes and reads 64 MiB, a slice of 1 MiB at a time; exit code 0 if all is well. */
    static final class Writing {
        private static final int MESSAGES = (1 << 20) / Payload.BYTES;

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            long most = 0;
            long number = 0;
            try (BoundedQueue queue = new BoundedQueue(folder);
                    ExcerptAppender appender = queue.appender();
                    ExcerptTailer tailer = queue.tailer()) {
                for (int slice = 0; slice < 64; slice++) {
                    for (int i = 0; i < MESSAGES; i++) {
                        try (DocumentContext document = appender.writingDocument()) {
                            Payload.write(document.wire().bytes(), number + i);
                        }
                    }
                    for (int i = 0; i < MESSAGES; i++) {
                        check(tailer, number + i);
                    }
                    number += MESSAGES;
                    most = Math.max(most, files(folder));
                    queue.makeRoom(MESSAGES);
                }
            }
            System.exit(most == 2 ? 0 : 1);
        }

        /** A day that is over may answer once that there is nothing. */
        private static void check(ExcerptTailer tailer, long number) {
            for (int look = 0; look < 10; look++) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        if (Payload.read(document.wire().bytes()) != Payload.sum(number)) {
                            System.exit(2);
                        }
                        return;
                    }
                }
            }
            System.exit(3);
        }

        private static long files(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.toString().endsWith(".cq4")).count();
            }
        }
    }
}
