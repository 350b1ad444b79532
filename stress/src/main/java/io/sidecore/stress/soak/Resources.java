package io.sidecore.stress.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process holds, by {@code /proc/self}, proc_pid_status(5).
 *
 * @param rssKib      resident memory, files that are mapped included, in KiB
 * @param heapKib     used Java heap, in KiB
 * @param descriptors open ones
 * @param threads     of the kernel
 */
record Resources(long rssKib, long heapKib, long descriptors, long threads) {
    static Resources now() {
        try {
            List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
            String[] descriptors = Path.of("/proc/self/fd").toFile().list();
            return new Resources(field(status, "VmRSS:"),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >>> 10,
                    descriptors == null ? 0 : descriptors.length, field(status, "Threads:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** After a collection, which also unmaps regions that nobody has any more. */
    static Resources settled() {
        // Twice: what the first one finds to be garbage is given back by cleaners, whose own objects go with the second.
        System.gc();
        System.gc();
        return now();
    }

    private static long field(List<String> status, String name) {
        return status.stream().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).trim().split(" ")[0])).findFirst()
                .orElse(0);
    }
}
