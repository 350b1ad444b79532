package io.sidecore.bench.cache;

import io.sidecore.memory.PageSize;
import io.sidecore.memory.RegionException;
import io.sidecore.memory.RegionKind;
import io.sidecore.memory.SharedMemory;
import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.call.Errno;
import io.sidecore.syscall.call.MemoryCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kinds of pages under memory. */
public enum Pages {
    /** Of 4 KiB, whatever the system does by itself. */
    BASE {
        @Override
        MemorySegment map(Arena arena, long bytes) {
            return advised(arena, bytes, MemoryCalls.MADV_NOHUGEPAGE);
        }
    },
    /** Huge ones that the kernel gives when asked by madvise(2), if it is set to. */
    TRANSPARENT {
        @Override
        MemorySegment map(Arena arena, long bytes) {
            return advised(arena, bytes, MemoryCalls.MADV_HUGEPAGE);
        }

        @Override
        void requireGranted(MemorySegment filled) throws IOException {
            long huge = hugeBytes(Files.readAllLines(Path.of("/proc/self/smaps")), filled.address());
            long bytes = filled.byteSize();
            if (huge < bytes / 10 * 9) {
                throw new IllegalStateException("not available here: the kernel gave " + (huge >> 20) + " of "
                        + (bytes >> 20) + " MiB in huge pages; see /sys/kernel/mm/transparent_hugepage/enabled");
            }
        }
    },
    /** Huge ones of the pool that the administrator has set aside, as rings take them. */
    HUGE {
        @Override
        MemorySegment map(Arena arena, long bytes) throws RegionException {
            try {
                return SharedMemory.anonymous(RegionKind.SPSC_RING, bytes, Long.BYTES, PageSize.HUGE).data();
            } catch (RegionException e) {
                throw new RegionException("not available here: " + e.getMessage(), e);
            }
        }
    };

    private static final int HUGE_PAGE = 1 << 21;

    /** Maps so many bytes until the arena is closed, or longer. */
    abstract MemorySegment map(Arena arena, long bytes) throws IOException;

    /** Throws if the kernel has given other pages than it was asked for, as it may. */
    void requireGranted(MemorySegment filled) throws IOException {}

    /**
     * Memory with all its pages.
     *
     * @param arena with whose end it may go
     * @param bytes of it; the machine must have as much again for everybody else
     * @return zeros
     * @throws IOException           if there are no such pages here
     * @throws IllegalStateException if there are not, or not so much memory
     */
    MemorySegment open(Arena arena, long bytes) throws IOException {
        long free = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> number(line) << 10).findFirst().orElse(0);
        if (free < 2 * bytes) {
            throw new IllegalStateException("not available here: needs twice " + (bytes >> 20) + " MiB, and "
                    + (free >> 20) + " MiB are available");
        }
        MemorySegment memory = map(arena, bytes);
        memory.fill((byte) 0);
        requireGranted(memory);
        return memory;
    }

    @SuppressWarnings("restricted")
    private static MemorySegment advised(Arena arena, long bytes, int advice) {
        DirectCalls calls = new DirectCalls();
        long length = bytes + HUGE_PAGE;
        long address = require("mmap", calls.mmap(0, length, MemoryCalls.PROT_READ | MemoryCalls.PROT_WRITE,
                MemoryCalls.MAP_PRIVATE | MemoryCalls.MAP_ANONYMOUS, -1, 0));
        long aligned = address + HUGE_PAGE - 1 & -HUGE_PAGE;
        MemorySegment memory = MemorySegment.ofAddress(aligned).reinterpret(bytes, arena,
                ended -> require("munmap", calls.munmap(address, length)));
        require("madvise", calls.madvise(memory, advice));
        return memory;
    }

    private static long require(String call, long result) {
        if (result < 0) {
            throw new IllegalStateException("not available here: " + call + ": " + Errno.name((int) -result));
        }
        return result;
    }

    /** Bytes of huge pages in the mapping with the address, by the lines of {@code /proc/self/smaps}: proc_pid_smaps(5). */
    static long hugeBytes(List<String> lines, long address) {
        boolean isWithin = false;
        for (String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                isWithin = Long.parseUnsignedLong(range[0], 16) <= address
                        && address < Long.parseUnsignedLong(range[1], 16);
            } else if (isWithin && line.startsWith("AnonHugePages:")) {
                return number(line) << 10;
            }
        }
        return 0;
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
