package io.sidecore.examples.trading.journal;

import static io.sidecore.examples.trading.book.OrderMessage.BUY;
import static io.sidecore.examples.trading.book.OrderMessage.DELETE;
import static io.sidecore.examples.trading.book.OrderMessage.NEW;
import static io.sidecore.examples.trading.book.OrderMessage.SELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.examples.trading.book.OrderMessage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replay of journals that were cut, damaged or forged. */
final class JournalDamageTest {
    /** Six records: two asks, a bid that takes both and its two trades, a rejected deletion. */
    private static final byte[] JOURNAL = new JournalWriter(1_024).add(1, NEW, SELL, 1, 100, 10)
            .add(2, NEW, SELL, 2, 101, 10).add(3, NEW, BUY, 3, 101, 15).add(4, DELETE, BUY, 9, 0, 0).bytes();
    /** After these records no trade is outstanding. */
    private static final List<Integer> WHOLE = List.of(0, 1, 2, 5, 6);

    private final JournalEncoder encoder = new JournalEncoder();
    private final byte[] bytes = JOURNAL.clone();

    @Test
    void cutAtEveryByteIsReportedWithAllThatIsIntactBeforeIt() {
        for (int length = 0; length < JOURNAL.length; length++) {
            ReplayReport report = replay(Arrays.copyOf(JOURNAL, length));

            int records = Math.max(0, length - JournalHeader.BYTES) / JournalRecord.BYTES;
            boolean whole = length >= JournalHeader.BYTES && (length - JournalHeader.BYTES) % JournalRecord.BYTES == 0
                    && WHOLE.contains(records);
            assertThat(report.ending()).as("cut at %d", length)
                    .isEqualTo(whole ? ReplayEnding.CLEAN : ReplayEnding.TRUNCATED);
            assertThat(report.messages() + report.trades()).as("cut at %d", length).isEqualTo(records);
            assertThat(report.validBytes()).as("cut at %d", length)
                    .isEqualTo(length < JournalHeader.BYTES ? 0 : at(records));
        }
    }

    @Test
    void cutIsDescribedByByteAndRecord() {
        ReplayReport report = replay(Arrays.copyOf(JOURNAL, (int) at(1) + 13));

        assertThat(report.detail()).isEqualTo("truncated at byte 13 of record 2, byte 133 of the file");
    }

    @Test
    void cutBetweenAMessageAndItsTradesIsATruncation() {
        ReplayReport report = replay(Arrays.copyOf(JOURNAL, (int) at(4)));

        assertThat(report.ending()).isEqualTo(ReplayEnding.TRUNCATED);
        assertThat(report.detail()).isEqualTo("truncated at byte 288: 1 trades of message 3 are missing");
    }

    @Test
    void tailOfZerosInPlaceOfDataCostsTheMessagesInIt() {
        for (int length = JournalHeader.BYTES; length < JOURNAL.length; length++) {
            byte[] zeroed = Arrays.copyOf(Arrays.copyOf(JOURNAL, length), JOURNAL.length);

            ReplayReport report = replay(zeroed);

            // Some records end in zeros themselves and survive the loss of these.
            int intact = Arrays.mismatch(zeroed, JOURNAL) < 0
                    ? 6
                    : (Arrays.mismatch(zeroed, JOURNAL) - JournalHeader.BYTES) / JournalRecord.BYTES;
            assertThat(report.lost(4)).as("zeros from %d", length).isEqualTo(intact == 6 ? 0 : 4 - Math.min(3, intact));
            assertThat(report.validBytes()).as("zeros from %d", length).isEqualTo(at(intact));
        }
    }

    @Test
    void everyFlippedBitIsDetected() {
        for (int bit = 0; bit < JOURNAL.length * Byte.SIZE; bit++) {
            byte[] flipped = JOURNAL.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

            ReplayReport report = replay(flipped);

            int position = bit / Byte.SIZE;
            boolean inHeader = position < JournalHeader.BYTES;
            assertThat(report.ending()).as("bit %d", bit)
                    .isEqualTo(inHeader ? ReplayEnding.NOT_A_JOURNAL : ReplayEnding.CORRUPT);
            assertThat(report.validBytes()).as("bit %d", bit)
                    .isEqualTo(inHeader ? 0 : at((position - JournalHeader.BYTES) / JournalRecord.BYTES));
        }
    }

    @Test
    void corruptionIsDescribedByRecordAndByte() {
        bytes[(int) at(1) + 20] ^= 1;

        assertThat(replay(bytes).detail()).isEqualTo("corrupt record 2 at byte 120: its checksum is wrong");
    }

    @Test
    void lastRecordWithAWrongChecksumMayBeATornWrite() {
        bytes[JOURNAL.length - 1] ^= 1;

        assertThat(replay(bytes).detail()).isEqualTo("corrupt record 6 at byte 344: its checksum is wrong; "
                + "nothing follows, so its write may have been cut");
    }

    @Test
    void zerosWithDataBehindThemAreAHole() {
        Arrays.fill(bytes, (int) at(1), (int) at(2), (byte) 0);

        ReplayReport report = replay(bytes);

        assertThat(report.ending()).isEqualTo(ReplayEnding.HOLE);
        assertThat(report.validBytes()).isEqualTo(at(1));
    }

    @Test
    void unknownKindIsCorrupt() {
        reseal(5, JournalRecord.KIND_AT, (byte) 9);

        assertThat(replay(bytes).detail()).isEqualTo("corrupt record 6 at byte 344: its kind is 9");
    }

    @Test
    void tradeThatTheEngineDoesNotMakeIsADivergence() {
        encoder.encodeTrade(segment(), at(3), 3, 1, 1, 3, 100, 9, BUY);

        assertDiverged("record 4 at byte 232: trade 1 is not the one that message 3 causes");
    }

    @Test
    void tradesInAnotherOrderAreADivergence() {
        encoder.encodeTrade(segment(), at(3), 3, 1, 2, 3, 101, 5, BUY);
        encoder.encodeTrade(segment(), at(4), 3, 2, 1, 3, 100, 10, BUY);

        assertDiverged("record 4 at byte 232: trade 1 is not the one that message 3 causes");
    }

    @Test
    void tradeWithAnotherNumberIsADivergence() {
        encoder.encodeTrade(segment(), at(4), 3, 3, 2, 3, 101, 5, BUY);

        assertDiverged("record 5 at byte 288: trade 2 is not the one that message 3 causes");
    }

    @Test
    void tradeWithoutAMessageIsADivergence() {
        encoder.encodeTrade(segment(), at(5), 3, 3, 2, 3, 101, 5, BUY);

        assertDiverged("record 6 at byte 344: trade 3 is not the one that message 3 causes");
    }

    @Test
    void missingTradeIsADivergence() {
        System.arraycopy(JOURNAL, (int) at(5), bytes, (int) at(4), JournalRecord.BYTES);

        assertDiverged("record 5 at byte 288: 1 trades of message 3 are not in the journal");
    }

    @Test
    void resultThatTheEngineDoesNotGiveIsADivergence() {
        MemorySegment message = MemorySegment.ofArray(new byte[OrderMessage.BYTES]);
        OrderMessage.encode(message, 0, 4, 0, 9, 0, 0, DELETE, BUY);
        encoder.encodeMessage(segment(), at(5), message, 0, 0);

        assertDiverged("record 6 at byte 344: message 4 has result 0, replayed it is -2");
    }

    @Test
    void fileOfAnotherKindIsNotAJournal() {
        ReplayReport report = replay("time,type,order id\n".repeat(10).getBytes());

        assertThat(report.ending()).isEqualTo(ReplayEnding.NOT_A_JOURNAL);
        assertThat(report.detail()).isEqualTo("not a journal: it does not begin with SIDEJRNL");
    }

    @Test
    void journalOfAnotherVersionIsNamed() {
        bytes[8] = 2;

        assertThat(replay(bytes).detail()).isEqualTo("journal format version 2, this program reads version 1");
    }

    private void assertDiverged(String detail) {
        ReplayReport report = replay(bytes);
        assertThat(report.detail()).isEqualTo(detail);
        assertThat(report.ending()).isEqualTo(ReplayEnding.DIVERGED);
    }

    /** Changes a byte of a record and makes its checksum right again. */
    private void reseal(int record, long field, byte value) {
        segment().set(ValueLayout.JAVA_BYTE, at(record) + field, value);
        segment().set(JournalRecord.INT, at(record) + JournalRecord.CHECKSUM_AT,
                encoder.checksumAt(segment(), at(record)));
    }

    private MemorySegment segment() {
        return MemorySegment.ofArray(bytes);
    }

    private static long at(int records) {
        return JournalHeader.BYTES + (long) records * JournalRecord.BYTES;
    }

    private static ReplayReport replay(byte[] bytes) {
        return JournalReplay.replay(MemorySegment.ofArray(bytes));
    }
}
