package io.sidecore.examples.trading.journal;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.DELETE;
import static io.sidecore.examples.trading.book.OrderMessage.NEW;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.examples.trading.flow.GeneratedFlow;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replay of intact journals. */
final class JournalReplayTest {
    @TempDir
    Path folder;

    @Test
    void replayRebuildsTheBook() throws IOException {
        JournalWriter writer = JournalWriter.of(GeneratedFlow.create(3, 20_000));
        Path file = Files.write(folder.resolve("journal"), writer.bytes());

        ReplayReport report = JournalReplay.replay(file);

        assertThat(report.ending()).isEqualTo(ReplayEnding.CLEAN);
        assertThat(report.book().sameAs(writer.book())).isTrue();
        assertThat(report.book().checksum()).isEqualTo(writer.book().checksum());
        assertThat(report.messages()).isEqualTo(20_000);
        assertThat(report.trades()).isEqualTo(writer.trades()).isGreaterThan(1_000);
        assertThat(report.source()).isEqualTo(JournalWriter.SOURCE);
        assertThat(report.validBytes()).isEqualTo(Files.size(file));
        assertThat(report.lost(20_000)).isZero();
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void zerosBehindTheLastRecordEndTheJournal() {
        byte[] bytes = new JournalWriter(4_096).add(1, NEW, BUY, 1, 100, 10).bytes();

        for (int zeros = 1; zeros < 200; zeros++) {
            ReplayReport report = replay(Arrays.copyOf(bytes, bytes.length + zeros));

            assertThat(report.ending()).isEqualTo(ReplayEnding.CLEAN);
            assertThat(report.validBytes()).isEqualTo(bytes.length);
        }
    }

    @Test
    void journalWithoutRecordsIsWhole() {
        ReplayReport report = replay(new JournalWriter(64).bytes());

        assertThat(report.isComplete()).isTrue();
        assertThat(report.messages()).isZero();
        assertThat(report.lost(5)).isEqualTo(5);
    }

    @Test
    void rejectedMessagesAreRejectedAgain() {
        ReplayReport report = replay(
                new JournalWriter(4_096).add(1, DELETE, BUY, 1, 100, 10).add(2, NEW, BUY, 1, 100, 0).bytes());

        assertThat(report.isComplete()).isTrue();
        assertThat(report.rejected()).isEqualTo(2);
    }

    @Test
    void skippedNumbersAreCounted() {
        ReplayReport report = replay(new JournalWriter(4_096).add(2, NEW, BUY, 1, 100, 10)
                .add(3, NEW, BUY, 2, 100, 10).add(7, NEW, BUY, 3, 100, 10).bytes());

        assertThat(report.ending()).isEqualTo(ReplayEnding.CLEAN);
        assertThat(report.missing()).isEqualTo(4);
        assertThat(report.lastSequence()).isEqualTo(7);
        assertThat(report.lost(10)).isEqualTo(7);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void repeatedNumbersAreCounted() {
        ReplayReport report = replay(new JournalWriter(4_096).add(1, NEW, BUY, 1, 100, 10)
                .add(1, NEW, BUY, 2, 100, 10).add(2, NEW, SELL, 3, 100, 10).bytes());

        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.missing()).isZero();
        assertThat(report.trades()).isEqualTo(1);
        assertThat(report.isComplete()).isFalse();
    }

    @Test
    void missingFileIsAnErrorThatNamesIt() {
        Path file = folder.resolve("nowhere");

        assertThatThrownBy(() -> JournalReplay.replay(file)).isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void emptyFileIsTruncated() throws IOException {
        ReplayReport report = JournalReplay.replay(Files.createFile(folder.resolve("empty")));

        assertThat(report.ending()).isEqualTo(ReplayEnding.TRUNCATED);
        assertThat(report.detail()).isEqualTo("truncated at byte 0, within the header");
    }

    private static ReplayReport replay(byte[] bytes) {
        return JournalReplay.replay(MemorySegment.ofArray(bytes));
    }
}
