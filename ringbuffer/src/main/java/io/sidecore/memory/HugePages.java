package io.sidecore.memory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine has of huge pages. Source: the kernel's {@code admin-guide/mm/hugetlbpage.rst}. */
final class HugePages {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String DEFAULT_SIZE = "Hugepagesize:";

    private HugePages() {}

    /** Bytes of a huge page of the default size. */
    static long defaultSize(String region) throws RegionException {
        try {
            for (String line : Files.readAllLines(MEMINFO)) {
                if (line.startsWith(DEFAULT_SIZE)) {
                    return Long.parseLong(line.substring(DEFAULT_SIZE.length(), line.lastIndexOf("kB")).strip()) << 10;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new RegionException(region + ": huge pages: " + MEMINFO + " cannot be read", e);
        }
        throw new RegionException(region + ": this kernel has no huge pages (CONFIG_HUGETLBFS is not set)");
    }

    /** Bytes of a page of the file's file system if that is a hugetlbfs, 0 otherwise. */
    static long sizeOn(Path file) throws IOException {
        FileStore store = Files.getFileStore(file);
        return store.type().equals("hugetlbfs") ? store.getBlockSize() : 0;
    }

    /**
     * What the pool of one page size holds at the moment.
     *
     * @param pageSize bytes of each page
     * @param total    pages that belong to it
     * @param free     pages that nobody has
     * @param reserved pages of the free ones that somebody has been promised
     */
    record Pool(long pageSize, long total, long free, long reserved) {
        static Pool now(long pageSize) {
            Path folder = folder(pageSize);
            return new Pool(pageSize, count(folder.resolve("nr_hugepages")), count(folder.resolve("free_hugepages")),
                    count(folder.resolve("resv_hugepages")));
        }

        /** That there are not enough of them, and what to do. */
        RegionException shortage(String region, long bytes) {
            long needed = bytes / pageSize;
            long wanted = total + Math.max(1, needed - Math.max(0, free - reserved));
            return new RegionException(region + ": needs " + needed + " huge pages of " + (pageSize >> 10) + " kB; "
                    + "HugePages_Free is " + free + ", of which " + reserved + " are reserved; as root: "
                    + command(region, pageSize, wanted));
        }
    }

    private static Path folder(long pageSize) {
        return Path.of("/sys/kernel/mm/hugepages/hugepages-" + (pageSize >> 10) + "kB");
    }

    private static String command(String region, long pageSize, long wanted) {
        try {
            if (pageSize == defaultSize(region)) {
                return "sysctl vm.nr_hugepages=" + wanted;
            }
        } catch (RegionException e) {
            // The pool of that size has its own file all the same.
        }
        return "echo " + wanted + " > " + folder(pageSize).resolve("nr_hugepages");
    }

    private static long count(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
