package io.sidecore.tools.region;

import io.sidecore.tools.Command;
import io.sidecore.tools.region.kind.Dump;
import io.sidecore.tools.region.kind.RegionView;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;

/** Prints the records of a ring without consuming them, or a latest value. */
@CommandLine.Command(name = "dump", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Print the records of a ring, in order, without consuming them: what waits for the consumer, in each lane of a"
                + " lane ring; of a broadcast ring what is not overwritten, oldest first. Or print a latest value.",
        "Only reads: a live ring does not notice, but a record may be freed or overwritten while it is read; that is said."}, footer = {
                "", "Examples:",
                "  sidecore dump /dev/shm/orders                  what is waiting for the consumer",
                "  sidecore dump --type 7 --limit 5 FILE          the first five messages of type 7",
                "  sidecore dump --from 384 FILE                  from that position on, where --limit has stopped for example",
                "  sidecore dump --lane 2 FILE                    one lane of a lane ring",
                "",
                "Exit codes: 0 done, 1 the file cannot be read as a ring or value, 2 wrong usage, 3 it is corrupt."})
public final class DumpCommand implements Command {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Parameters(paramLabel = "FILE", description = "File of a ring or a latest value.")
    private Path file;

    @CommandLine.Option(names = "--from", paramLabel = "POSITION", description = "Where to begin: the position of a record that is not consumed or overwritten; default: the first one. Of a lane ring: with --lane.")
    private Long from;

    @CommandLine.Option(names = "--lane", paramLabel = "LANE", description = "Of a lane ring: this lane only.")
    private Integer lane;

    @CommandLine.Option(names = {"-n",
            "--limit"}, defaultValue = "100", paramLabel = "N", description = "Messages to print at most, of each lane if there are lanes (default: ${DEFAULT-VALUE}).")
    private int limit;

    @CommandLine.Option(names = "--type", paramLabel = "T", description = "Print messages of this type only, and no padding.")
    private Integer type;

    @CommandLine.Option(names = "--max-bytes", defaultValue = "256", paramLabel = "BYTES", description = "Payload to print of each message at most (default: ${DEFAULT-VALUE}).")
    private int maxBytes;

    /** Made by the command line. */
    public DumpCommand() {}

    @Override
    public Integer call() throws IOException {
        check(limit > 0, "--limit " + limit + ": must be positive");
        check(maxBytes >= 0, "--max-bytes " + maxBytes + ": must not be negative");
        check(type == null || type > 0, "--type " + type + ": types are positive");
        Dump dump = new Dump(new Dump.Request(file, from, lane, limit, type, maxBytes), spec.commandLine());
        try {
            return RegionSample.inspect(file, region -> RegionView.of(region, region.parties()).dump(dump));
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    private void check(boolean valid, String message) {
        if (!valid) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }
}
