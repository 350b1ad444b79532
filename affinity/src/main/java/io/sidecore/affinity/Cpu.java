package io.sidecore.affinity;

import java.util.List;

/**
 * One logical CPU and its neighbours, as sysfs describes them. Immutable; any thread may use it.
 *
 * @param id        the kernel's number
 * @param core      the physical core, named after its lowest online CPU and so unique in the system (the kernel's {@code core_id} repeats
 *                  in every package)
 * @param packageId the socket; {@link #UNKNOWN} while the CPU is offline
 * @param siblings  the online CPUs of the same core, this one included
 * @param node      the NUMA node; {@link #UNKNOWN} if nodes are listed and this CPU is in none, as when it is offline
 * @param online    whether threads can run on it
 * @param isolated  whether the scheduler leaves it to those who ask for it ({@code isolcpus=}, or an isolated cpuset partition)
 * @param nohzFull  whether the tick stops while one thread runs ({@code nohz_full=})
 * @param lastLevel the CPUs that share its last-level cache, this one included; assumed to be the package if {@code caches} is empty
 * @param caches    its caches in the kernel's order; empty if the system shows none
 */
public record Cpu(int id, int core, int packageId, CpuSet siblings, int node, boolean online, boolean isolated,
        boolean nohzFull,
        CpuSet lastLevel, List<Cache> caches) {
    /** Stands for a package or node that the system does not name. */
    public static final int UNKNOWN = -1;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the CPU is missing among its own siblings or in its own cache domain
     */
    public Cpu {
        caches = List.copyOf(caches);
        if (!siblings.contains(id) || !lastLevel.contains(id)) {
            throw new IllegalArgumentException(
                    "CPU " + id + " is missing among its siblings [" + siblings + "] or in its cache domain ["
                            + lastLevel + "]");
        }
    }

    /**
     * Whether another CPU is a hardware thread of the same core. A CPU shares the core with itself.
     *
     * @param other the other CPU
     * @return whether both compete for one core's execution units and first-level caches
     */
    public boolean sharesCoreWith(Cpu other) {
        return siblings.contains(other.id);
    }

    /**
     * Whether a cache line travels to another CPU without leaving the last-level cache.
     *
     * @param other the other CPU
     * @return whether both are in one cache domain
     */
    public boolean sharesLastLevelWith(Cpu other) {
        return lastLevel.contains(other.id);
    }
}
