package io.sidecore.tools;

import io.sidecore.affinity.AffinityException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Entry point of the command line: finds the commands, runs one, turns errors of the user's world into one line. */
@CommandLine.Command(name = "sidecore", mixinStandardHelpOptions = true, version = "sidecore 0.1.0-SNAPSHOT", description = "Exception-less system calls and lock-free shared-memory messaging for the JVM.", synopsisSubcommandLabel = "COMMAND", footer = {
        "", "Besides, without Java: 'sidecore models' checks the Spin models of rings, sleep and hand-off.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a result is not as it must be.",
        "'sidecore COMMAND --help' tells more."})
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Made by {@link #main}. */
    public Main() {}

    /**
     * Runs a command and exits with its code.
     *
     * @param arguments command and options
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** {@return the command line with every command that is there} */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        ServiceLoader.load(Command.class).forEach(line::addSubcommand);
        // Around System.out itself: only so does it learn that whoever read it has gone.
        line.setOut(new PrintWriter(System.out, true));
        line.setExecutionExceptionHandler(Main::explain);
        line.setParameterExceptionHandler(Main::refuse);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static int explain(Exception error, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof IOException || error instanceof AffinityException || error instanceof CommandFailed) {
            line.getErr().println(line.getColorScheme().errorText("sidecore: " + error.getMessage()));
            return Command.FAILED;
        }
        throw error;
    }

    /** Not the whole usage, under which the one line that matters would disappear. */
    private static int refuse(CommandLine.ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        line.getErr().println(line.getColorScheme().errorText(error.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(error, line.getErr());
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
