package io.sidecore.memory;

/** In which pages a region is created. What is asked for is given, or refused with a {@link RegionException}; never replaced. */
public enum PageSize {
    /** The ordinary pages of the machine. */
    BASE,
    /**
     * Huge pages of the system's default size ({@code Hugepagesize} in {@code /proc/meminfo}), from the pool that the administrator has reserved:
     * one entry of the TLB covers 2 MiB on x86-64.
     */
    HUGE
}
