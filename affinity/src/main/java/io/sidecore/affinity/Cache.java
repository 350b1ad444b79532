package io.sidecore.affinity;

import java.util.Objects;

/**
 * One cache and the CPUs that share it, as the kernel lists it under {@code cpuN/cache/indexM}. Immutable; any thread may use it.
 *
 * @param level    1 for the one nearest to the CPU
 * @param type     what it holds
 * @param bytes    its size in bytes; 0 if the system does not say
 * @param sharedBy the online CPUs that use it; not empty
 */
public record Cache(int level, Type type, long bytes, CpuSet sharedBy) {
    /** What a cache holds. */
    public enum Type {
        /** Data only. */
        DATA,
        /** Instructions only: messages never travel through it. */
        INSTRUCTION,
        /** Both. */
        UNIFIED
    }

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the level is below 1, the size negative, or the set empty
     */
    public Cache {
        Objects.requireNonNull(type, "type");
        if (level < 1 || bytes < 0 || sharedBy.isEmpty()) {
            throw new IllegalArgumentException(
                    "Not a cache: level " + level + ", " + bytes + " bytes, shared by [" + sharedBy + "]");
        }
    }

    /**
     * Whether a line written by one CPU can be read by another through this cache.
     *
     * @return whether it holds data
     */
    public boolean holdsData() {
        return type != Type.INSTRUCTION;
    }
}
