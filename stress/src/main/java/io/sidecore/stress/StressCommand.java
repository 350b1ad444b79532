package io.sidecore.stress;

import io.sidecore.stress.report.SuiteFindings;
import io.sidecore.stress.report.SummaryPage;
import io.sidecore.stress.report.SummaryText;
import io.sidecore.tools.Command;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jcstress.infra.runners.TestList;
import picocli.CommandLine;

/** Runs the JCStress suite in a process of its own. */
@CommandLine.Command(name = "stress", mixinStandardHelpOptions = true, description = "Run the JCStress correctness suite against the shipped classes on this machine.")
public final class StressCommand implements Command {
    /** Of one iteration in the quick mode. */
    private static final int QUICK_MILLIS = 50;
    /** The same in the default mode: with JCStress's second, the suite would take three hours on two CPUs. */
    private static final int DEFAULT_MILLIS = 100;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.ArgGroup
    private Mode mode = new Mode();

    @CommandLine.Option(names = {"-t",
            "--test"}, paramLabel = "REGEX", defaultValue = "io\\.sidecore\\.", description = "Tests to run; default: all.")
    private String tests;

    @CommandLine.Option(names = "--report", paramLabel = "DIR", description = "Folder for results and HTML report; default: a fresh temporary one, which is kept.")
    private Path report;

    /** How long to look. */
    private static final class Mode {
        @CommandLine.Option(names = "--sanity", description = "Seconds: does the suite start at all?")
        private boolean sanity;
        @CommandLine.Option(names = "--quick", description = "Less than five minutes on two CPUs: all actors compiled alike.")
        private boolean quick;
        @CommandLine.Option(names = "--default", description = "The full suite (default), half an hour or more on two CPUs: actors compiled alike and differently.")
        private boolean normal;
        @CommandLine.Option(names = "--tough", description = "Hours, for new hardware: JCStress's own times.")
        private boolean tough;

        String name() {
            return sanity ? "sanity" : quick ? "quick" : tough ? "tough" : "default";
        }

        private boolean isDefault() {
            return normal || !sanity && !quick && !tough;
        }

        /** Of one iteration; 0 for JCStress's own time. */
        int millis() {
            return quick ? QUICK_MILLIS : isDefault() ? DEFAULT_MILLIS : 0;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkTests();
        Path folder = report == null ? Files.createTempDirectory("sidecore-stress-") : Files.createDirectories(report);
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new CommandFailed("the suite needs two CPUs: with one, no two actors ever run at the same time");
        }
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED", "-cp", absoluteClassPath(), "org.openjdk.jcstress.Main", "-m",
                mode.name(), "-t", tests, "-r", folder.toAbsolutePath().toString(), "-jvmArgsPrepend",
                "--enable-native-access=ALL-UNNAMED"));
        if (mode.quick) {
            // Without each actor compiled in another way than the others, all together take less than five minutes on two CPUs.
            command.addAll(List.of("-sc", "false"));
        }
        if (mode.millis() > 0) {
            command.addAll(List.of("-time", Integer.toString(mode.millis())));
        }
        // JCStress leaves its raw results in the working directory.
        int code = Offspring.run(new ProcessBuilder(command).directory(folder.toFile()).inheritIO());
        Pattern asked = Pattern.compile(tests);
        SuiteFindings findings = SuiteFindings.read(folder, mode.name(), mode.millis(),
                name -> asked.matcher(name).find());
        SummaryText.print(findings, spec.commandLine().getOut());
        Path summary = folder.resolve("summary.html");
        SummaryPage.write(findings, summary, "index.html");
        spec.commandLine().getOut().printf("%nSummary: %s%nAll runs: %s%n", summary, folder.resolve("index.html"));
        spec.commandLine().getOut().flush();
        return code == 0 && findings.isPassed() ? OK : VIOLATED;
    }

    private void checkTests() {
        try {
            Pattern pattern = Pattern.compile(tests);
            if (TestList.tests().stream().noneMatch(test -> pattern.matcher(test).find())) {
                throw new CommandFailed(
                        "--test " + tests + " matches none of the tests:" + System.lineSeparator() + "  "
                                + String.join(System.lineSeparator() + "  ", TestList.tests()));
            }
        } catch (PatternSyntaxException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--test " + tests + ": " + e.getDescription());
        }
    }

    /** JCStress looks through all folders on the path for classes to pad, and fails at those that are not its own. */
    private static boolean isForTests(Path entry) {
        return !Files.isDirectory(entry) || Files.exists(entry.resolve("META-INF/TestList"));
    }

    private static String absoluteClassPath() {
        return java.util.Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of).filter(StressCommand::isForTests).map(entry -> entry.toAbsolutePath().toString())
                .collect(java.util.stream.Collectors.joining(java.io.File.pathSeparator));
    }
}
