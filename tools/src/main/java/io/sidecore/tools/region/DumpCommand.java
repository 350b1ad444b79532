package io.sidecore.tools.region;

import io.sidecore.memory.RegionInspection;
import io.sidecore.memory.RegionKind;
import io.sidecore.ring.InspectedRecord;
import io.sidecore.ring.RingInspection;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;

/** Prints the records of a ring without consuming them. */
@CommandLine.Command(name = "dump", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Print the records of a ring, in order, without consuming them.",
        "Only reads: a live ring does not notice, but its consumer may free a record while it is read; that is said."}, footer = {
                "", "Examples:",
                "  sidecore dump /dev/shm/orders                  what is waiting for the consumer",
                "  sidecore dump --type 7 --limit 5 FILE          the first five messages of type 7",
                "  sidecore dump --from 384 FILE                  from that position on, where --limit has stopped for example",
                "",
                "Exit codes: 0 done, 1 the file cannot be read as a ring, 2 wrong usage, 3 the ring is corrupt."})
public final class DumpCommand implements Command {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE", description = "File of a ring.")
    private Path file;

    @CommandLine.Option(names = "--from", paramLabel = "POSITION", description = "Where to begin: the position of a record that is not consumed; default: the consumer position.")
    private Long from;

    @CommandLine.Option(names = {"-n",
            "--limit"}, defaultValue = "100", paramLabel = "N", description = "Messages to print at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    @CommandLine.Option(names = "--type", paramLabel = "T", description = "Print messages of this type only, and no padding.")
    private Integer type;

    @CommandLine.Option(names = "--max-bytes", defaultValue = "256", paramLabel = "BYTES", description = "Payload to print of each message at most (default: ${DEFAULT-VALUE}).")
    private int maxBytes;

    private PrintWriter out;
    private RingInspection ring;
    private int messages;

    /** Made by the command line. */
    public DumpCommand() {}

    @Override
    public Integer call() throws IOException {
        check(limit > 0, "--limit " + limit + ": must be positive");
        check(maxBytes >= 0, "--max-bytes " + maxBytes + ": must not be negative");
        check(type == null || type > 0, "--type " + type + ": types are positive");
        out = spec.commandLine().getOut();
        try {
            return RegionSample.inspect(file, this::dump);
        } finally {
            out.flush();
        }
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private int dump(RegionInspection region) {
        RegionKind kind = region.kind().orElse(null);
        if (kind != RegionKind.SPSC_RING && kind != RegionKind.MPSC_RING) {
            throw new CommandFailed(file + ": kind is " + region.kindCode() + (kind == null ? "" : " (" + kind + ")")
                    + ": only SPSC_RING and MPSC_RING can be dumped; 'sidecore stat' shows the header");
        }
        ring = new RingInspection(region);
        if (!ring.faults().isEmpty()) {
            return corrupt(ring.faults().getFirst());
        }
        long consumed = ring.consumerPosition();
        long produced = ring.producerPosition();
        say("%s: %s, capacity %,d bytes, alignment %d", file, kind, ring.capacity(), region.alignment());
        say("producer position %d, consumer position %d", produced, consumed);
        long start = start(region.alignment(), consumed, produced);
        // A live ring would lead on for ever; one capacity is all that it held at the beginning.
        return records(start, Math.max(start, consumed) + ring.capacity(), region.alignment());
    }

    private long start(int alignment, long consumed, long produced) {
        if (from == null) {
            return consumed;
        }
        check(from >= 0 && from % alignment == 0,
                "--from " + from + ": no record starts there; positions are multiples of " + alignment);
        if (from < consumed || from > Math.max(produced, consumed)) {
            throw new CommandFailed(file + ": position " + from + " is not in the ring, which holds " + consumed
                    + " to " + produced + "; what is consumed is cleared");
        }
        return from;
    }

    private int records(long start, long bound, int alignment) {
        long position = start;
        while (position < bound) {
            InspectedRecord record = ring.read(position, maxBytes);
            switch (record.state()) {
                case MESSAGE -> message(record);
                case PADDING -> aside("position %d  padding, %,d bytes", position, record.length());
                case OPEN_CLAIM -> say("position %d  open claim, %s, %s", position,
                        record.length() == 0
                                ? "length unknown"
                                : String.format(Locale.ROOT, "%,d bytes", record.length()),
                        TextReport.claimants(record));
                case OVERTAKEN -> say("position %d  consumed while reading: the consumer is at %d by now", position,
                        record.end());
                case CORRUPT -> {
                    return corrupt("position " + position + ": " + record.fault());
                }
                case END -> {
                    return done(position, "end of what is committed");
                }
            }
            if (messages == limit) {
                return done(record.end(), "stopped by --limit; --from " + record.end() + " goes on");
            }
            if (record.state() == InspectedRecord.State.OPEN_CLAIM && record.end() == position) {
                return done(position, "what lies behind that claim cannot be found");
            }
            if (record.end() <= position || record.end() % alignment != 0) {
                return corrupt("consumer position " + record.end() + " is not that of a record");
            }
            position = record.end();
        }
        return done(position, "a whole capacity has been read");
    }

    private void message(InspectedRecord record) {
        if (type != null && type != record.type()) {
            return;
        }
        messages++;
        say("position %d  type %d  length %,d", record.position(), record.type(), record.length());
        out.print(HexDump.of(record.payload()));
        if (record.payload().length < record.length()) {
            say("  ... %,d bytes more", record.length() - record.payload().length);
        }
    }

    private int done(long position, String why) {
        say("%,d message%s up to position %d: %s", messages, messages == 1 ? "" : "s", position, why);
        return OK;
    }

    private int corrupt(String reason) {
        out.flush();
        spec.commandLine().getErr().println("sidecore: " + file + ": corrupt: " + reason);
        return VIOLATED;
    }

    private void aside(String format, Object... arguments) {
        if (type == null) {
            say(format, arguments);
        }
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
