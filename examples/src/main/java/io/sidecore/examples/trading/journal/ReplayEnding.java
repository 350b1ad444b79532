package io.sidecore.examples.trading.journal;

/** How the replay of a journal came to its end. */
public enum ReplayEnding {
    /** At the end of the file, or at zeros up to the end of the file: nothing suggests that more was written. */
    CLEAN,
    /** Within a record, the header, or a message's trades: the writer was stopped, or the file was cut. */
    TRUNCATED,
    /** At zeros with data behind them: a later write reached the file, an earlier one did not. */
    HOLE,
    /** At a record whose length, checksum or kind is wrong. */
    CORRUPT,
    /** At an intact record that is not what the engine does with the messages before it. */
    DIVERGED,
    /** At once: the file is not a journal, or one of another version. */
    NOT_A_JOURNAL
}
