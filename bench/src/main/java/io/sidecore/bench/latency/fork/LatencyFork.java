package io.sidecore.bench.latency.fork;

import io.sidecore.affinity.CorePlan;
import io.sidecore.bench.latency.load.Control;
import io.sidecore.bench.latency.load.Costs;
import io.sidecore.bench.latency.load.EchoParty;
import io.sidecore.bench.latency.load.Transport;
import io.sidecore.bench.latency.meter.IdleLooks;
import io.sidecore.bench.latency.transport.Entrant;
import io.sidecore.bench.rig.ForkJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/**
 * A fork: measures one group once, and writes logs and facts to its folder. Ends when the pipe on standard input does, so that no fork outlives
 * its parent. With another first word it is the other process of such a fork.
 */
public final class LatencyFork {
    private static final String LEAD = "lead";
    private static final String ECHO = "echo";
    private static final double QUOTED_GAP = 99.9;

    private LatencyFork() {}

    /**
     * Runs the fork.
     *
     * @param arguments {@code lead} or {@code echo}, folder, and the words of the plan
     */
    public static void main(String[] arguments) {
        ForkJvm.endWithParent();
        int code = 1;
        try {
            Path folder = Path.of(arguments[1]);
            LatencyPlan plan = LatencyPlan.of(Arrays.asList(arguments).subList(2, arguments.length));
            if (arguments[0].equals(ECHO)) {
                int cpu = CorePlan.automatic().syscall().id();
                new EchoParty(Control.mapped(folder), open(plan, folder, false)).run(cpu);
            } else {
                lead(plan, folder);
            }
            code = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        }
        // Peers may have threads that would keep this JVM alive.
        Runtime.getRuntime().halt(code);
    }

    /** Measures in this process, which for two processes starts the other one. */
    static void lead(LatencyPlan plan, Path folder) throws IOException, InterruptedException {
        CorePlan cpus = CorePlan.automatic();
        Facts facts = new Facts();
        look(cpus, plan.effort().idleMillis(), facts);
        List<Transport> transports = open(plan, folder, true);
        Control control = plan.processes() ? Control.mapped(folder) : Control.betweenThreads();
        Process other = null;
        if (plan.processes()) {
            other = new ProcessBuilder(command(ECHO, plan, folder)).redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } else if (transports.stream().anyMatch(Transport::isEchoed)) {
            EchoParty party = new EchoParty(control, transports);
            Thread.ofPlatform().name("echo").daemon().start(() -> party.run(cpus.syscall().id()));
        }
        Measurement measurement = new Measurement(plan, cpus, transports, control, folder, facts);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread sender = Thread.ofPlatform().name("sender").daemon()
                .uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(() -> {
                    try {
                        measurement.run();
                    } catch (IOException e) {
                        failure.set(e);
                    }
                });
        sender.join();
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get().getMessage(), failure.get());
        }
        if (other != null && other.waitFor() != 0) {
            throw new IllegalStateException("the other process failed with code " + other.exitValue());
        }
        for (Transport transport : transports) {
            transport.close();
        }
        facts.write(folder);
    }

    private static void look(CorePlan cpus, int millis, Facts facts) throws InterruptedException {
        Histogram[] idle = IdleLooks.on(cpus.application().id(), cpus.syscall().id(),
                TimeUnit.MILLISECONDS.toNanos(millis));
        facts.put("idle.application.p999", idle[0].getValueAtPercentile(QUOTED_GAP));
        facts.put("idle.application.max", idle[0].getMaxValue());
        facts.put("idle.other.p999", idle[1].getValueAtPercentile(QUOTED_GAP));
        facts.put("idle.other.max", idle[1].getMaxValue());
        Costs costs = Costs.measure();
        facts.put("cost.clock", costs.clockNanos());
        facts.put("cost.record", costs.recordNanos());
    }

    private static List<Transport> open(LatencyPlan plan, Path folder, boolean create) throws IOException {
        List<Transport> transports = new ArrayList<>();
        for (Entrant entrant : plan.members()) {
            Path own = folder.resolve(entrant.tag());
            if (create) {
                Files.createDirectories(own);
            }
            transports.add(entrant.opening().open(own, create));
        }
        return transports;
    }

    /** The command of a fork. */
    static List<String> command(LatencyPlan plan, Path folder) {
        return command(LEAD, plan, folder);
    }

    private static List<String> command(String role, LatencyPlan plan, Path folder) {
        List<String> command = ForkJvm.command(List.of(), LatencyFork.class.getName());
        command.addAll(List.of(role, folder.toString()));
        command.addAll(plan.words());
        return command;
    }
}
