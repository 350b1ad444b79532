package io.sidecore.examples.trading.journal;

import io.sidecore.examples.trading.book.MatchingEngine;
import io.sidecore.examples.trading.book.OrderBook;
import io.sidecore.examples.trading.book.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Replays a journal: rebuilds the book from its messages and checks everything else in it against what the engine does
 * with them.
 *
 * <p>Whatever the file holds is a finding in the {@link ReplayReport}, never an exception. A message is replayed before
 * its trades have been read: if the journal ends between them, the book includes that message, and the ending is {@link
 * ReplayEnding#TRUNCATED}.
 */
public final class JournalReplay {
    private final MemorySegment journal;
    private final JournalEncoder checksums = new JournalEncoder();
    private final ExpectedTrades expected = new ExpectedTrades();
    private final MatchingEngine engine = new MatchingEngine(new OrderBook(), expected);

    private long source;
    private long messages;
    private long rejected;
    private long trades;
    private long sequence;
    private long lastSequence;
    private long missing;
    private long duplicates;
    private long position;

    private JournalReplay(MemorySegment journal) {
        this.journal = journal;
    }

    /**
     * Replays a journal file. The file is mapped, so it must not be made shorter meanwhile.
     *
     * @param file the journal
     * @return what was found
     * @throws IOException if the file cannot be opened or mapped
     */
    public static ReplayReport replay(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            return replay(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    /**
     * Replays a journal that is in memory.
     *
     * @param journal the whole journal, from its header on
     * @return what was found
     */
    public static ReplayReport replay(MemorySegment journal) {
        return new JournalReplay(journal).run();
    }

    private ReplayReport run() {
        Optional<ReplayReport> end = readHeader();
        while (end.isEmpty()) {
            end = readRecord();
        }
        return end.get();
    }

    private Optional<ReplayReport> readHeader() {
        long length = journal.byteSize();
        if (length < JournalHeader.BYTES) {
            return end(ReplayEnding.TRUNCATED, "truncated at byte " + length + ", within the header");
        }
        Optional<String> defect = JournalHeader.defect(journal, 0);
        if (defect.isPresent()) {
            return end(ReplayEnding.NOT_A_JOURNAL, defect.get());
        }
        source = JournalHeader.source(journal, 0);
        position = JournalHeader.BYTES;
        return Optional.empty();
    }

    private Optional<ReplayReport> readRecord() {
        long rest = journal.byteSize() - position;
        boolean zeros = isZero(position, Math.min(rest, Integer.BYTES));
        if (rest == 0 || zeros && isZero(position, rest)) {
            return endOfRecords();
        }
        if (rest < Integer.BYTES) {
            return truncated(rest);
        }
        int length = JournalRecord.length(journal, position);
        if (length == 0) {
            return end(ReplayEnding.HOLE, "no record at byte " + position + ", but data behind it: a write is missing");
        }
        if (length != JournalRecord.PAYLOAD_BYTES) {
            return corrupt("its length is " + length + ", not " + JournalRecord.PAYLOAD_BYTES);
        }
        if (rest < JournalRecord.BYTES) {
            return truncated(rest);
        }
        if (checksums.checksumAt(journal, position) != JournalRecord.checksum(journal, position)) {
            long behind = position + JournalRecord.BYTES;
            boolean last = isZero(behind, journal.byteSize() - behind);
            return corrupt("its checksum is wrong" + (last ? "; nothing follows, so its write may have been cut" : ""));
        }
        return switch (JournalRecord.kind(journal, position)) {
            case JournalRecord.MESSAGE -> readMessage();
            case JournalRecord.TRADE -> readTrade();
            default -> corrupt("its kind is " + JournalRecord.kind(journal, position));
        };
    }

    private Optional<ReplayReport> readMessage() {
        if (expected.count() > 0) {
            return diverged(expected.count() + " trades of message " + sequence + " are not in the journal");
        }
        sequence = JournalRecord.sequence(journal, position);
        Outcome outcome = engine.apply(journal, JournalRecord.messageOffset(position));
        int recorded = JournalRecord.resultCode(journal, position);
        if (outcome.code() != recorded) {
            return diverged("message " + sequence + " has result " + recorded + ", replayed it is " + outcome.code());
        }
        messages++;
        if (outcome.isRejected()) {
            rejected++;
        }
        if (sequence <= lastSequence) {
            duplicates++;
        } else {
            missing += sequence - lastSequence - 1;
            lastSequence = sequence;
        }
        return advance();
    }

    private Optional<ReplayReport> readTrade() {
        if (JournalRecord.sequence(journal, position) != sequence
                || JournalRecord.tradeNumber(journal, position) != trades + 1
                || !expected.confirm(journal, position)) {
            return diverged("trade " + (trades + 1) + " is not the one that message " + sequence + " causes");
        }
        trades++;
        return advance();
    }

    private Optional<ReplayReport> advance() {
        position += JournalRecord.BYTES;
        return Optional.empty();
    }

    private Optional<ReplayReport> endOfRecords() {
        if (expected.count() > 0) {
            return end(ReplayEnding.TRUNCATED, "truncated at byte " + position + ": " + expected.count()
                    + " trades of message " + sequence + " are missing");
        }
        return end(ReplayEnding.CLEAN, "clean end at byte " + position);
    }

    private Optional<ReplayReport> truncated(long rest) {
        return end(ReplayEnding.TRUNCATED, "truncated at byte " + rest + " of record " + record() + ", byte "
                + (position + rest) + " of the file");
    }

    private Optional<ReplayReport> corrupt(String why) {
        return end(ReplayEnding.CORRUPT, "corrupt record " + record() + " at byte " + position + ": " + why);
    }

    private Optional<ReplayReport> diverged(String why) {
        return end(ReplayEnding.DIVERGED, "record " + record() + " at byte " + position + ": " + why);
    }

    /** Number of the record at the position, from 1. */
    private long record() {
        return messages + trades + 1;
    }

    private Optional<ReplayReport> end(ReplayEnding ending, String detail) {
        return Optional.of(new ReplayReport(engine.book(), source, messages, rejected, trades, lastSequence, missing,
                duplicates, position, ending, detail));
    }

    private boolean isZero(long from, long length) {
        long at = from;
        long end = from + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if (journal.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (journal.get(ValueLayout.JAVA_BYTE, at) != 0) {
                return false;
            }
        }
        return true;
    }
}
