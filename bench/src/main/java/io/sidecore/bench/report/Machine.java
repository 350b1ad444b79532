package io.sidecore.bench.report;

import io.sidecore.affinity.CorePlan;
import io.sidecore.affinity.CpuSet;
import io.sidecore.affinity.Topology;
import io.sidecore.tools.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The machine that a run was made on, and what it lost to its host meanwhile. Made when the run begins. */
public final class Machine {
    /** Columns of the first line of {@code /proc/stat}, behind its name: proc_stat(5). */
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;
    private static final int COLUMNS = 8;
    private static final Path SYSTEM = Path.of("/sys/devices/system");
    private static final String UNKNOWN = "not available here";

    private final CorePlan plan;
    private final Instant began = Instant.now();
    private final long[] before = ticks();
    private final String load = text(Path.of("/proc/loadavg"));

    private Machine(CorePlan plan) {
        this.plan = plan;
    }

    /**
     * Begins a run that needs two CPUs.
     *
     * @return the machine
     * @throws CommandFailed if this process may use one only
     */
    public static Machine withTwoCpus() {
        CorePlan plan = CorePlan.automatic();
        if (plan.sharing() == CorePlan.Sharing.ONE_CPU) {
            throw new CommandFailed(
                    "the benchmarks need two CPUs, this process may use one only: " + plan.application().id());
        }
        return new Machine(plan);
    }

    /** {@return the facts up to now, for a report} */
    public Map<String, Object> facts() {
        long[] now = ticks();
        long all = Math.max(1, Arrays.stream(now).sum() - Arrays.stream(before).sum());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("began", began.truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("processor", processor());
        facts.put("topology", Topology.system().toString());
        facts.put("application_cpu", plan.application().id());
        facts.put("other_cpu", plan.syscall().id());
        facts.put("sharing", plan.sharing().toString());
        facts.put("cpus_allowed", CpuSet.allowed().toString());
        facts.put("cpuset", CpuSet.grantable().toString());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("governor", governor());
        facts.put("mitigations", mitigations());
        facts.put("clock_source", text(SYSTEM.resolve("clocksource/clocksource0/current_clocksource")));
        facts.put("cpu_quota", text(Path.of("/sys/fs/cgroup/cpu.max")));
        facts.put("transparent_huge_pages", text(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")));
        facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("load_before", load);
        facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("steal_ticks", now[STEAL] - before[STEAL]);
        facts.put("steal_percent", 100.0 * (now[STEAL] - before[STEAL]) / all);
        facts.put("idle_percent", 100.0 * (now[IDLE] + now[IOWAIT] - before[IDLE] - before[IOWAIT]) / all);
        return facts;
    }

    /** {@return what must not change while a run goes on, in lines} */
    public List<String> identity() {
        Map<String, Object> facts = facts();
        return Stream.of("processor", "topology", "application_cpu", "other_cpu", "cpus_allowed", "governor")
                .map(fact -> fact + ": " + facts.get(fact)).toList();
    }

    /**
     * Prints two lines.
     *
     * @param out where to
     */
    public void print(PrintWriter out) {
        Map<String, Object> facts = facts();
        out.printf(Locale.ROOT,
                "%s; %s%nCPUs %s and %s (%s); kernel %s; JDK %s; %.1f %% of the CPUs' time stolen by the host during the run%n",
                facts.get("processor"), facts.get("topology"), facts.get("application_cpu"), facts.get("other_cpu"),
                facts.get("sharing"), facts.get("kernel"), Runtime.version(), facts.get("steal_percent"));
        out.flush();
    }

    /** By name, or where the kernel gives none, as on aarch64, by implementer and part. */
    private static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        String name = line(file, "model name");
        return name.isEmpty() ? line(file, "CPU implementer") + " " + line(file, "CPU part") : name;
    }

    /** How the kernel picks the frequency of the application's CPU. */
    private String governor() {
        return text(SYSTEM.resolve("cpu/cpu" + plan.application().id() + "/cpufreq/scaling_governor"));
    }

    /** What the kernel does about each weakness of the processor, those left out that it does not have. */
    private static Map<String, String> mitigations() {
        Map<String, String> mitigations = new TreeMap<>();
        try (Stream<Path> all = Files.list(SYSTEM.resolve("cpu/vulnerabilities"))) {
            all.filter(file -> !text(file).equals("Not affected"))
                    .forEach(file -> mitigations.put(file.getFileName().toString(), text(file)));
        } catch (IOException e) {
            mitigations.put("all", UNKNOWN);
        }
        return mitigations;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static long[] ticks() {
        String[] words = line(Path.of("/proc/stat"), "cpu").split("\\s+");
        long[] ticks = new long[COLUMNS];
        for (int i = 0; i < Math.min(COLUMNS, words.length); i++) {
            ticks[i] = words[i].isEmpty() ? 0 : Long.parseLong(words[i]);
        }
        return ticks;
    }

    /** What follows a word at the start of a line, or nothing. */
    private static String line(Path file, String start) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith(start)).findFirst()
                    .map(line -> line.substring(start.length()).replaceFirst("^[\\s:]+", "").strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
