package io.sidecore.bench.rings.throughput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Huge pages of the default size that nobody has or has been promised.
 *
 * @param pages    how many
 * @param pageSize kilobytes of each, 0 where the kernel has none
 */
record FreeHugePages(long pages, long pageSize) {
    private static final int KILO = 1024;

    static FreeHugePages now() {
        try {
            return of(Files.readAllLines(Path.of("/proc/meminfo")));
        } catch (IOException e) {
            return new FreeHugePages(0, 0);
        }
    }

    /** From the lines of {@code /proc/meminfo}: proc_meminfo(5). */
    static FreeHugePages of(List<String> lines) {
        return new FreeHugePages(number(lines, "HugePages_Free:") - number(lines, "HugePages_Rsvd:"),
                number(lines, "Hugepagesize:"));
    }

    /** Whether a ring with so many bytes of data fits, and its header. */
    boolean suffice(long capacity) {
        return pageSize > 0 && pages >= needed(capacity);
    }

    /** Why it does not. */
    String shortage(long capacity) {
        return pageSize == 0
                ? "Left out: huge pages; this kernel has none."
                : "Left out: huge pages; needs " + needed(capacity) + " of " + pageSize + " kB, and " + pages
                        + " are free (vm.nr_hugepages).";
    }

    private long needed(long capacity) {
        return capacity / (pageSize * KILO) + 1;
    }

    private static long number(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> Long.parseLong(line.substring(name.length()).replace("kB", "").strip())).orElse(0L);
    }
}
