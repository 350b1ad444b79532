package io.sidecore.bench.calls.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.DirectCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordFileTest {
    private final DirectCalls calls = new DirectCalls();
    private final RecordFile file = new RecordFile();

    @AfterEach
    void close() {
        file.close();
    }

    private void write(int records) {
        for (int record = 0; record < records; record++) {
            assertThat(file.write(calls)).isEqualTo(RecordFile.LENGTH);
        }
    }

    @Test
    void holdsTheLastRecordsWhateverTheirNumber() {
        file.requireAllWritten();
        write(1);
        file.requireAllWritten();
        write(RecordFile.RECORDS + 3);
        assertThatCode(file::requireAllWritten).doesNotThrowAnyException();
        assertThat(file.last()).isEqualTo(RecordFile.RECORDS + 4);
    }

    @Test
    void recordThatWasNotWrittenIsFound() {
        file.next();
        assertThatThrownBy(file::requireAllWritten).hasMessage("instead of record 1 the file has none");
    }

    @Test
    void recordThatIsStillThatOfTheRoundBeforeIsFound() {
        write(RecordFile.RECORDS);
        file.next();
        write(1);
        assertThatThrownBy(file::requireAllWritten)
                .hasMessage("instead of record " + (RecordFile.RECORDS + 1) + " the file has 1");
    }
}
