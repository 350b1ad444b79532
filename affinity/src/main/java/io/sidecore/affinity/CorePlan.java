package io.sidecore.affinity;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Which CPU runs the application, which one its system calls, and why these.
 *
 * <p>A request is one cache line that travels between the two, so the best pair is two cores under one last-level cache. A pair of SMT
 * siblings exchanges lines even faster, but each takes the other's execution units and first-level caches, which is what FlexSC sets out
 * to avoid (OSDI 2010, section 2). Immutable; any thread may use it.
 *
 * @param application the CPU for the application thread
 * @param syscall     the CPU for the syscall thread
 * @param reason      why this pair, in one sentence
 */
public record CorePlan(Cpu application, Cpu syscall, String reason) {
    /** What the two CPUs have in common: best first. */
    public enum Sharing {
        /** The last-level cache, but no core: what one wants. */
        LAST_LEVEL_CACHE("another core under the same last-level cache"),
        /** No cache: every request crosses chiplets or sockets. */
        NO_CACHE(
                "a core under another last-level cache: each request crosses chiplets or sockets and takes several times as long"),
        /** SMT siblings: they compete for everything the core has. */
        ONE_CORE(
                "an SMT sibling of the application's CPU, which is worse than a core of its own: both take execution units and "
                        + "first-level caches from each other, and a polling sibling slows the application"),
        /** One CPU for both: nothing can overlap. */
        ONE_CPU("the application's own CPU: nothing can overlap here, so run DirectEngine");

        private final String description;

        Sharing(String description) {
            this.description = description;
        }
    }

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if either CPU is offline
     */
    public CorePlan {
        Objects.requireNonNull(reason, "reason");
        if (!application.online() || !syscall.online()) {
            throw new IllegalArgumentException(
                    "CPU " + (application.online() ? syscall : application).id() + " is offline");
        }
    }

    /**
     * Chooses for this process on this machine, from {@link CpuSet#allowed}. Where that is everything but the isolated CPUs, nobody has
     * restricted the process on purpose, and the isolated ones, which Linux holds back until asked, are taken into the choice. Ask before
     * pinning or confining anything.
     *
     * @return the plan
     * @throws AffinityException if the system cannot be asked, or no allowed CPU is online
     */
    public static CorePlan automatic() {
        Topology topology = Topology.system();
        return choose(topology, startingSet(CpuSet.allowed(), CpuSet.grantable(), topology.isolated()));
    }

    static CpuSet startingSet(CpuSet allowed, CpuSet grantable, CpuSet isolated) {
        return allowed.equals(grantable.minus(isolated)) ? grantable : allowed;
    }

    /**
     * Chooses the best pair. In this order: an isolated CPU for the application, best one without a tick; then the kind of
     * {@link Sharing}; then an application CPU whose core is not CPU 0's, where Linux does its housekeeping; then a pair within one node;
     * then an isolated CPU for the system calls, away from CPU 0; then the lowest numbers.
     *
     * @param topology the machine
     * @param allowed  the CPUs to choose from; those that are not online do not count
     * @return the plan; with a single CPU to choose from, both are that one
     * @throws AffinityException if none of the allowed CPUs is online
     */
    public static CorePlan choose(Topology topology, CpuSet allowed) {
        List<Cpu> candidates = allowed.intersect(topology.online()).stream().mapToObj(topology::cpu).toList();
        if (candidates.isEmpty()) {
            throw new AffinityException(
                    "No CPU to plan with: allowed [" + allowed + "], online [" + topology.online() + "]");
        }
        if (candidates.size() == 1) {
            return new CorePlan(candidates.getFirst(), candidates.getFirst(),
                    "only one CPU is allowed: [" + allowed + "]");
        }
        int quietest = candidates.stream().mapToInt(CorePlan::noise).min().getAsInt();
        CorePlan best = candidates.stream().filter(cpu -> noise(cpu) == quietest)
                .flatMap(app -> candidates.stream().filter(other -> other != app)
                        .map(other -> new CorePlan(app, other, "")))
                .min(Comparator.comparingInt(CorePlan::cost)).orElseThrow();
        return new CorePlan(best.application, best.syscall, reason(best, allowed, candidates));
    }

    /**
     * Takes the caller's choice as it is, after checking that it can work.
     *
     * @param topology    the machine
     * @param allowed     the CPUs that may be used
     * @param application number of the CPU for the application thread
     * @param syscall     number of the CPU for the syscall thread; may be the same
     * @return the plan
     * @throws IllegalArgumentException if either CPU is not present, offline, or not allowed; the message names it and the allowed set
     */
    public static CorePlan of(Topology topology, CpuSet allowed, int application, int syscall) {
        return new CorePlan(usable(topology, allowed, "application", application),
                usable(topology, allowed, "system call", syscall),
                "chosen by the caller from the allowed CPUs [" + allowed + "]");
    }

    /**
     * What the two CPUs have in common.
     *
     * @return the kind
     */
    public Sharing sharing() {
        if (application.id() == syscall.id()) {
            return Sharing.ONE_CPU;
        }
        if (application.sharesCoreWith(syscall)) {
            return Sharing.ONE_CORE;
        }
        return application.sharesLastLevelWith(syscall) ? Sharing.LAST_LEVEL_CACHE : Sharing.NO_CACHE;
    }

    /**
     * The plan for a person: a line for each CPU with why it was taken, and a line with why the pair.
     *
     * @return lines separated by line feeds, without one at the end
     */
    public String describe() {
        String assumed = application.caches().isEmpty() && sharing() != Sharing.ONE_CPU
                ? " (assumed: the system shows no caches)"
                : "";
        CpuSet idle = application.siblings().minus(CpuSet.of(application.id(), syscall.id()));
        return "application:  " + line(application)
                + (idle.isEmpty() ? "" : "; keep its SMT sibling [" + idle + "] idle") + "\n"
                + "system calls: " + line(syscall) + "; " + sharing().description + assumed + "\n" + "reason:       "
                + reason;
    }

    private static String line(Cpu cpu) {
        String place = "CPU " + cpu.id() + " (core " + cpu.core() + ", package " + cpu.packageId()
                + (cpu.node() == Cpu.UNKNOWN ? "" : ", NUMA node " + cpu.node()) + "), ";
        return place + switch (noise(cpu)) {
            case 0 -> "isolated and without tick";
            case 1 -> "isolated";
            case 2 -> "without tick but not isolated";
            default -> "not isolated" + (cpu.id() == 0
                    ? "; the kernel keeps house here"
                    : cpu.siblings().contains(0) ? ", on the core of CPU 0, where the kernel keeps house" : "");
        };
    }

    private static String reason(CorePlan best, CpuSet allowed, List<Cpu> candidates) {
        String quiet = switch (noise(best.application)) {
            case 0, 1, 2 -> "CPU " + best.application.id() + " is the quietest of the allowed CPUs [" + allowed + "]";
            default -> "none of the allowed CPUs [" + allowed + "] is isolated";
        };
        boolean oneCore = candidates.stream().allMatch(best.application::sharesCoreWith);
        return quiet + switch (best.sharing()) {
            case LAST_LEVEL_CACHE ->
                ", and CPU " + best.syscall.id() + " is next to it under the same last-level cache";
            case NO_CACHE -> ", and no allowed CPU is on another core under the same last-level cache";
            default -> oneCore ? ", and all of them are one core" : "";
        };
    }

    /** What disturbs a thread there: 0 nothing, 1 the tick, 2 other threads, 3 both. */
    private static int noise(Cpu cpu) {
        return (cpu.isolated() ? 0 : 2) + (cpu.nohzFull() ? 0 : 1);
    }

    /** The lower the better; each criterion outweighs all that follow, and equal costs leave the lowest numbers in front. */
    private static int cost(CorePlan pair) {
        int cost = pair.sharing().ordinal();
        cost = cost << 1 | (pair.application.siblings().contains(0) ? 1 : 0);
        cost = cost << 1 | (pair.application.node() == pair.syscall.node() ? 0 : 1);
        cost = cost << 1 | (pair.application.packageId() == pair.syscall.packageId() ? 0 : 1);
        cost = cost << 2 | noise(pair.syscall);
        return cost << 1 | (pair.syscall.siblings().contains(0) ? 1 : 0);
    }

    private static Cpu usable(Topology topology, CpuSet allowed, String role, int cpu) {
        String why = topology.cpus().stream().noneMatch(present -> present.id() == cpu)
                ? "does not exist"
                : !topology.online().contains(cpu) ? "is offline" : !allowed.contains(cpu) ? "is not allowed" : null;
        if (why != null) {
            throw new IllegalArgumentException(
                    "CPU " + cpu + " " + why + ", so it cannot be the " + role + " CPU; allowed: [" + allowed
                            + "], online: [" + topology.online() + "]");
        }
        return topology.cpu(cpu);
    }
}
