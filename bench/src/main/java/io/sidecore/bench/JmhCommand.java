package io.sidecore.bench;

import io.sidecore.bench.rig.ForkJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** JMH's own command line, for those who want its options and profilers. */
@CommandLine.Command(name = "jmh", description = "Run JMH's own command line over the benchmarks; -h lists its options, -l the benchmarks, -lprof the profilers.")
final class JmhCommand implements Callable<Integer> {
    @CommandLine.Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> command = ForkJvm.command(List.of(), "org.openjdk.jmh.Main");
        command.addAll(arguments);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
