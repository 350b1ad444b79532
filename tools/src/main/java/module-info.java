/** The command line. */
module io.sidecore.tools {
    requires transitive io.sidecore.syscall;
    requires transitive info.picocli;

    exports io.sidecore.tools;

    opens io.sidecore.tools to info.picocli;

    uses io.sidecore.tools.Command;

    provides io.sidecore.tools.Command with io.sidecore.tools.ProbeCommand;
}
