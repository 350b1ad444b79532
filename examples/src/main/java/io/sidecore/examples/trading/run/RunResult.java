package io.sidecore.examples.trading.run;

import io.sidecore.examples.trading.book.OrderBook;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/**
 * What one or several runs of a kind have measured.
 *
 * @param processed    latency from the intended send time until the hot thread was done with the message, in nanoseconds
 * @param fromRing     latency from the message's entry into the ring until the hot thread was done with it, in nanoseconds
 * @param durable      latency from the intended send time until the journal entry was on disk, in nanoseconds
 * @param lateness     how late the gateway was, in nanoseconds: part of both latencies
 * @param messages     messages processed
 * @param nanos        from the start of the hot loop, shortly before the first send, to its end
 * @param hotCalls     system calls that the hot thread made, as the kernel counted them
 * @param callSource   where that count is from
 * @param engineCalls  calls executed through the page, by its own counters
 * @param syncs        {@code fdatasync} calls
 * @param trades       trades published
 * @param sendFailures datagrams that the kernel did not take
 * @param received     datagrams that the subscriber got
 * @param rejected     messages that the matching engine refused, unknown order ids for example
 * @param book         the hot thread's book at the end
 * @param journal      the file
 */
public record RunResult(Histogram processed, Histogram fromRing, Histogram durable, Histogram lateness, long messages,
        long nanos,
        long hotCalls,
        String callSource,
        long engineCalls, long syncs, long trades, long sendFailures, long received, long rejected, OrderBook book,
        Path journal) {
    /**
     * Adds what another run of the same kind has measured.
     *
     * @param other a later run
     * @return the sums and merged histograms, with the other's book and journal
     */
    public RunResult plus(RunResult other) {
        return new RunResult(sum(processed, other.processed), sum(fromRing, other.fromRing),
                sum(durable, other.durable),
                sum(lateness, other.lateness), messages + other.messages, nanos + other.nanos,
                hotCalls + other.hotCalls,
                callSource, engineCalls + other.engineCalls, syncs + other.syncs, trades + other.trades,
                sendFailures + other.sendFailures, received + other.received, rejected + other.rejected, other.book,
                other.journal);
    }

    RunResult withFeed(Histogram late, long datagrams) {
        return new RunResult(processed, fromRing, durable, late, messages, nanos, hotCalls, callSource, engineCalls,
                syncs,
                trades,
                sendFailures, datagrams, rejected, book, journal);
    }

    private static Histogram sum(Histogram one, Histogram other) {
        Histogram both = one.copy();
        both.add(other);
        return both;
    }

    /** {@return messages a second} */
    public double perSecond() {
        return messages * 1e9 / nanos;
    }
}
