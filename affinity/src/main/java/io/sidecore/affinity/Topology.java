package io.sidecore.affinity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The CPUs of a machine: who shares a core, a cache, a node. A picture of the moment it was read; CPUs may come and go later.
 *
 * <p>Read from sysfs (kernel documentation: {@code ABI/testing/sysfs-devices-system-cpu}, {@code admin-guide/cputopology}). Virtual machines
 * and containers hide parts of it, and then:
 *
 * <table>
 * <caption>What is assumed when a file is missing</caption>
 * <tr><th>missing</th><th>assumed</th></tr>
 * <tr><td>{@code present}, {@code possible}</td><td>the CPUs that have a folder or are in {@code online}</td></tr>
 * <tr><td>{@code online}</td><td>all are online</td></tr>
 * <tr><td>{@code isolated}, {@code nohz_full}</td><td>none</td></tr>
 * <tr><td>{@code cpuN/topology}</td><td>one CPU to a core, all in package 0; of an offline CPU the package is unknown</td></tr>
 * <tr><td>{@code cpuN/cache}</td><td>the last-level cache is shared by the package's online CPUs; of an offline CPU by none</td></tr>
 * <tr><td>{@code cache/indexM/size}</td><td>size 0</td></tr>
 * <tr><td>the folder {@code node}</td><td>one node, 0</td></tr>
 * </table>
 *
 * <p>Immutable; any thread may use it.
 */
public final class Topology {
    private static final Path SYSFS = Path.of("/sys");

    private final NavigableMap<Integer, Cpu> cpus;

    private Topology(NavigableMap<Integer, Cpu> cpus) {
        this.cpus = cpus;
    }

    /**
     * The machine this process runs on. Without any sysfs, it consists of the CPUs that {@link CpuSet#allowed} names.
     *
     * @return what was found
     * @throws AffinityException if a file of the kernel is malformed
     */
    public static Topology system() {
        Topology found = new Reader(SYSFS).read();
        return found.cpus.isEmpty() ? new Reader(SYSFS).read(CpuSet.allowed()) : found;
    }

    /**
     * Reads a tree laid out as sysfs is: the system's own, or a captured one.
     *
     * @param sysfsRoot the folder that holds {@code devices/system/cpu}
     * @return what was found
     * @throws AffinityException if the tree names no CPU, or a file is malformed; the message names it
     */
    public static Topology read(Path sysfsRoot) {
        Topology found = new Reader(sysfsRoot).read();
        if (found.cpus.isEmpty()) {
            throw new AffinityException(
                    "No CPU is named under " + sysfsRoot.resolve(Reader.CPU) + ": is this the root of a sysfs?");
        }
        return found;
    }

    /**
     * All CPUs that are present, online or not.
     *
     * @return an unmodifiable list, ascending by number
     */
    public List<Cpu> cpus() {
        return List.copyOf(cpus.values());
    }

    /**
     * One CPU.
     *
     * @param id its number
     * @return the CPU
     * @throws IllegalArgumentException if it is not present; the message names those that are
     */
    public Cpu cpu(int id) {
        Cpu cpu = cpus.get(id);
        if (cpu == null) {
            throw new IllegalArgumentException("There is no CPU " + id + "; present: [" + ids(any -> true) + "]");
        }
        return cpu;
    }

    /**
     * The CPUs that threads can run on.
     *
     * @return the set
     */
    public CpuSet online() {
        return ids(Cpu::online);
    }

    /**
     * The CPUs that the scheduler leaves to those who ask for them, online or not.
     *
     * @return the set, empty on most machines
     */
    public CpuSet isolated() {
        return ids(Cpu::isolated);
    }

    /**
     * The CPUs whose tick stops while one thread runs, online or not.
     *
     * @return the set, empty on most machines
     */
    public CpuSet nohzFull() {
        return ids(Cpu::nohzFull);
    }

    /**
     * Every cache of the machine once.
     *
     * @return an unmodifiable list in order of the first CPU that uses each; empty if the system shows none
     */
    public List<Cache> caches() {
        return cpus.values().stream().flatMap(cpu -> cpu.caches().stream()).distinct().toList();
    }

    /** Counts only; {@link #cpus} has everything. */
    @Override
    public String toString() {
        long cores = cpus.values().stream().filter(Cpu::online).mapToInt(Cpu::core).distinct().count();
        String domains = cpus.values().stream().filter(Cpu::online).map(Cpu::lastLevel).distinct()
                .map(set -> "[" + set + "]")
                .collect(Collectors.joining(" "));
        return "Topology: CPUs online [" + online() + "], " + cores + " cores, last-level caches " + domains;
    }

    private CpuSet ids(Predicate<Cpu> which) {
        return CpuSet.of(cpus.values().stream().filter(which).mapToInt(Cpu::id).toArray());
    }

    /** One reading of one tree: what holds for all CPUs is read once. */
    private static final class Reader {
        private static final String CPU = "devices/system/cpu";

        private final Sysfs cpuFolder;
        private final Sysfs nodeFolder;
        private CpuSet online = CpuSet.empty();

        Reader(Path root) {
            this.cpuFolder = new Sysfs(root.resolve(CPU));
            this.nodeFolder = new Sysfs(root.resolve("devices/system/node"));
        }

        Topology read() {
            CpuSet folders = CpuSet.of(cpuFolder.numbered("cpu").stream().mapToInt(Integer::intValue).toArray());
            CpuSet visible = folders.union(cpuFolder.cpus("online", CpuSet.empty()));
            return read(cpuFolder.cpus("present", cpuFolder.cpus("possible", visible)));
        }

        Topology read(CpuSet present) {
            online = cpuFolder.cpus("online", present).intersect(present);
            CpuSet isolated = cpuFolder.cpus("isolated", CpuSet.empty());
            CpuSet nohzFull = cpuFolder.cpus("nohz_full", CpuSet.empty());
            int[] packages = present.stream().map(this::packageOf).toArray();
            int[] ids = present.stream().toArray();
            NavigableMap<Integer, Cpu> cpus = new TreeMap<>();
            for (int i = 0; i < ids.length; i++) {
                int id = ids[i];
                CpuSet siblings = siblings(id);
                List<Cache> caches = caches(id);
                CpuSet lastLevel = caches.stream().filter(Cache::holdsData)
                        .reduce((a, b) -> b.level() >= a.level() ? b : a)
                        .map(Cache::sharedBy).orElseGet(() -> neighbours(id, ids, packages));
                cpus.put(id,
                        new Cpu(id, siblings.first(), packages[i], siblings, node(id), online.contains(id),
                                isolated.contains(id),
                                nohzFull.contains(id), lastLevel, caches));
            }
            return new Topology(cpus);
        }

        private Sysfs folder(int cpu) {
            return cpuFolder.under("cpu" + cpu);
        }

        private int packageOf(int cpu) {
            if (!online.contains(cpu)) {
                return Cpu.UNKNOWN;
            }
            // The kernel prints -1 where the firmware does not say, which is one package as far as anyone can tell.
            return Math.max(0, folder(cpu).number("topology/physical_package_id", 0));
        }

        private CpuSet siblings(int cpu) {
            Sysfs topology = folder(cpu).under("topology");
            // The second name is the older one, and the only one before Linux 5.3.
            CpuSet listed = topology.cpus("core_cpus_list", topology.cpus("thread_siblings_list", CpuSet.empty()));
            return listed.intersect(online).with(cpu);
        }

        private List<Cache> caches(int cpu) {
            Sysfs folder = folder(cpu).under("cache");
            List<Cache> caches = new ArrayList<>();
            for (int index : folder.numbered("index")) {
                Sysfs cache = folder.under("index" + index);
                int level = cache.number("level", 0);
                // Without a level it cannot be placed; some hypervisors leave such stubs.
                if (level > 0) {
                    CpuSet sharedBy = cache.cpus("shared_cpu_list", CpuSet.empty()).intersect(online).with(cpu);
                    caches.add(new Cache(level, type(cache), cache.bytes("size", 0), sharedBy));
                }
            }
            return caches;
        }

        private Cache.Type type(Sysfs cache) {
            try {
                return Cache.Type.valueOf(cache.text("type", "Unified").toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw cache.malformed("type", e);
            }
        }

        private CpuSet neighbours(int cpu, int[] ids, int[] packages) {
            if (!online.contains(cpu)) {
                return CpuSet.of(cpu);
            }
            int home = packageOf(cpu);
            return CpuSet
                    .of(IntStream.range(0, ids.length).filter(i -> packages[i] == home).map(i -> ids[i]).toArray());
        }

        private int node(int cpu) {
            List<Integer> nodes = nodeFolder.numbered("node");
            for (int node : nodes) {
                if (nodeFolder.under("node" + node).cpus("cpulist", CpuSet.empty()).contains(cpu)) {
                    return node;
                }
            }
            return nodes.isEmpty() ? 0 : Cpu.UNKNOWN;
        }
    }
}
