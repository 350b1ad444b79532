package io.sidecore.tools.region.kind;

import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.RingInspection;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** One run of {@code dump}: what is asked for, and where it is printed. */
public final class Dump {
    /**
     * What is asked for.
     *
     * @param file     of the region
     * @param from     position to begin at, or null
     * @param lane     the only one, or null for all
     * @param limit    messages to print at most, of each log
     * @param type     of messages, the only one to print, or null for all
     * @param maxBytes of each message's payload to print at most
     */
    public record Request(Path file, Long from, Integer lane, int limit, Integer type, int maxBytes) {}

    /** Records that follow each other. */
    interface Log {
        InspectedRecord read(long position, int maxBytes);

        /** How it can be that a record was {@link InspectedRecord.State#OVERTAKEN}; {@code end}: where it goes on. */
        String overtaken(long end);

        /** What it means that there is no record. */
        String end();

        int alignment();
    }

    private final Request request;
    private final CommandLine line;
    private final PrintWriter out;

    /**
     * A run.
     *
     * @param request what is asked for
     * @param line    the command line: for what is wrong with it, and for output
     */
    public Dump(Request request, CommandLine line) {
        this.request = request;
        this.line = line;
        this.out = line.getOut();
    }

    Request request() {
        return request;
    }

    /** Refuses options that make no sense for this region. */
    void check(boolean valid, String message) {
        if (!valid) {
            throw new CommandLine.ParameterException(line, message);
        }
    }

    /** Refuses a lane where there are none. */
    void refuseLane() {
        check(request.lane == null, "--lane " + request.lane + ": only a LANE_RING has lanes");
    }

    /** Refuses a position that no record can have; before anything is printed. */
    void checkFrom(int alignment) {
        check(request.from == null || request.from >= 0 && request.from % alignment == 0,
                "--from " + request.from + ": no record starts there; positions are multiples of " + alignment);
    }

    void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    /** Prints bytes, and how many there are beside them. */
    void bytes(byte[] first, long length) {
        out.print(HexDump.of(first));
        if (first.length < length) {
            say("  ... %,d bytes more", length - first.length);
        }
    }

    /** Says what no process of this library writes, and where; {@code log}: which of several, or empty. */
    int corrupt(String log, String reason) {
        out.flush();
        line.getErr().println("sidecore: " + request.file + ": corrupt: " + log + reason);
        return Command.VIOLATED;
    }

    /** Prints what waits for the consumer of a ring, or what waits from a position on. {@code log}: which of several rings, or empty. */
    int waiting(String log, RingInspection ring) {
        // Anew: on a live ring the view's are old by now.
        long consumed = ring.consumerPosition();
        long produced = ring.producerPosition();
        say("%sproducer position %d, consumer position %d", log, produced, consumed);
        long start = start(consumed, produced, "what is consumed is cleared");
        // A live ring would lead on for ever; one capacity is all that it held at the beginning.
        return records(log, new Waiting(ring), start, Math.max(start, consumed) + ring.capacity());
    }

    /** Where to begin, if it is asked for: between the two positions. */
    long start(long first, long end, String whyNotBefore) {
        if (request.from == null) {
            return first;
        }
        if (request.from - first < 0 || request.from - Math.max(end, first) > 0) {
            throw new CommandFailed(request.file + ": position " + request.from + " is not in the ring, which holds "
                    + first + " to " + end + "; " + whyNotBefore);
        }
        return request.from;
    }

    /** Prints records from a position on, up to another at the latest. {@code name}: of the log, if there are several, or empty. */
    int records(String name, Log log, long start, long bound) {
        long position = start;
        int messages = 0;
        while (bound - position > 0) {
            InspectedRecord record = log.read(position, request.maxBytes);
            switch (record.state()) {
                case MESSAGE -> messages += message(record);
                case PADDING -> aside("position %d  padding, %,d bytes", position, record.length());
                case OPEN_CLAIM -> openClaim(record);
                case OVERTAKEN -> say("position %d  %s", position, log.overtaken(record.end()));
                case CORRUPT -> {
                    boolean asked = request.from != null && position == start;
                    return corrupt(name, "position " + position + ": " + record.fault()
                            + (asked ? "; or no record starts there" : ""));
                }
                case END -> {
                    return done(messages, position, log.end());
                }
            }
            if (messages == request.limit) {
                return done(messages, record.end(), "stopped by --limit; "
                        + (request.lane == null && !name.isEmpty() ? "with --lane, " : "") + "--from " + record.end()
                        + " goes on");
            }
            if (record.state() == InspectedRecord.State.OPEN_CLAIM && record.end() == position) {
                return done(messages, position, "what lies behind that claim cannot be found");
            }
            if (record.end() - position <= 0 || record.end() % log.alignment() != 0) {
                return corrupt(name, "position " + record.end() + " is not that of a record");
            }
            position = record.end();
        }
        return done(messages, position, "a whole capacity has been read");
    }

    private int message(InspectedRecord record) {
        if (request.type != null && request.type != record.type()) {
            return 0;
        }
        String sequence = record.sequence() < 0 ? "" : "  sequence " + record.sequence();
        say("position %d%s  type %d  length %,d", record.position(), sequence, record.type(), record.length());
        bytes(record.payload(), record.length());
        return 1;
    }

    private void openClaim(InspectedRecord claim) {
        say("position %d  open claim, %s, %s", claim.position(),
                claim.length() == 0 ? "length unknown" : String.format(Locale.ROOT, "%,d bytes", claim.length()),
                PartyNames.claimants(claim.claimants()));
    }

    private int done(int messages, long position, String why) {
        say("%,d message%s up to position %d: %s", messages, messages == 1 ? "" : "s", position, why);
        return Command.OK;
    }

    private void aside(String format, Object... arguments) {
        if (request.type == null) {
            say(format, arguments);
        }
    }

    /** What a consumer has not taken yet. */
    private record Waiting(RingInspection ring) implements Log {
        @Override
        public InspectedRecord read(long position, int maxBytes) {
            return ring.read(position, maxBytes);
        }

        @Override
        public String overtaken(long end) {
            return "consumed while reading: the consumer is at " + end + " by now";
        }

        @Override
        public String end() {
            return "end of what is committed";
        }

        @Override
        public int alignment() {
            return ring.alignment();
        }
    }
}
