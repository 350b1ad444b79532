/** The command line. */
@SuppressWarnings("requires-automatic") // the histogram library has no module descriptor of its own
module io.sidecore.tools {
    requires transitive io.sidecore.syscall;
    requires transitive info.picocli;
    requires HdrHistogram;

    exports io.sidecore.tools;
    exports io.sidecore.tools.perf;

    opens io.sidecore.tools to info.picocli;
    opens io.sidecore.tools.ping to info.picocli;
    opens io.sidecore.tools.region to info.picocli;

    uses io.sidecore.tools.Command;

    provides io.sidecore.tools.Command with
            io.sidecore.tools.ProbeCommand,
            io.sidecore.tools.ping.PingCommand,
            io.sidecore.tools.ping.PongCommand,
            io.sidecore.tools.region.DumpCommand,
            io.sidecore.tools.region.StatCommand;
}
