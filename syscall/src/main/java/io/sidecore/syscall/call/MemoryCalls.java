package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.MemorySegment;

/**
 * Mappings of the process. They are the JVM's, too: taking away, protecting or overwriting memory that Java still reaches, by a segment
 * or otherwise, ends it with SIGSEGV or SIGBUS. Use these calls on memory that {@link #mmap} has given, and end the use before
 * the mapping.
 */
public sealed interface MemoryCalls extends Submitter permits SystemCalls {
    /** No access. */
    int PROT_NONE = 0;
    /** Reading. */
    int PROT_READ = 1;
    /** Writing. */
    int PROT_WRITE = 2;
    /** Execution. */
    int PROT_EXEC = 4;
    /** Shared with whoever maps the file. */
    int MAP_SHARED = 0x1;
    /** Writes stay private. */
    int MAP_PRIVATE = 0x2;
    /** {@code MAP_SHARED}, and unknown flags are errors. */
    int MAP_SHARED_VALIDATE = 0x3;
    /** Zeros, without a file. */
    int MAP_ANONYMOUS = 0x20;
    /** Locked into memory. */
    int MAP_LOCKED = 0x2000;
    /** Without a reservation of swap. */
    int MAP_NORESERVE = 0x4000;
    /** Filled at once. */
    int MAP_POPULATE = 0x8000;
    /** Huge pages. */
    int MAP_HUGETLB = 0x40000;
    /** Persistent memory, durable when the cache is flushed. */
    int MAP_SYNC = 0x80000;
    /** At the address, whatever is there: refused by {@link #mmap}. */
    int MAP_FIXED = 0x10;
    /** At the address, or not at all. */
    int MAP_FIXED_NOREPLACE = 0x100000;
    /** {@code msync}: start writing. */
    int MS_ASYNC = 1;
    /** {@code msync}: invalidate other mappings. */
    int MS_INVALIDATE = 2;
    /** {@code msync}: write, and wait. */
    int MS_SYNC = 4;
    /** {@code madvise}: no advice. */
    int MADV_NORMAL = 0;
    /** {@code madvise}: random order. */
    int MADV_RANDOM = 1;
    /** {@code madvise}: one after the other. */
    int MADV_SEQUENTIAL = 2;
    /** {@code madvise}: needed soon. */
    int MADV_WILLNEED = 3;
    /** {@code madvise}: drop it; anonymous memory reads as zeros afterwards. */
    int MADV_DONTNEED = 4;
    /** {@code madvise}: may be dropped until written. */
    int MADV_FREE = 8;
    /** {@code madvise}: make a hole in the file. */
    int MADV_REMOVE = 9;
    /** {@code madvise}: in huge pages. */
    int MADV_HUGEPAGE = 14;
    /** {@code madvise}: not in huge pages. */
    int MADV_NOHUGEPAGE = 15;
    /** {@code madvise}: not in core dumps. */
    int MADV_DONTDUMP = 16;
    /** {@code madvise}: reclaim first. */
    int MADV_COLD = 20;
    /** {@code madvise}: reclaim now. */
    int MADV_PAGEOUT = 21;
    /** {@code madvise}: fill for reading; Linux 5.14. */
    int MADV_POPULATE_READ = 22;
    /** {@code madvise}: fill for writing; Linux 5.14. */
    int MADV_POPULATE_WRITE = 23;
    /** Flag of {@code memfd_create}: close on exec. */
    int MFD_CLOEXEC = 1;
    /** Flag of {@code memfd_create}: seals may be added. */
    int MFD_ALLOW_SEALING = 2;
    /** Flag of {@code memfd_create}: in huge pages. */
    int MFD_HUGETLB = 4;

    /**
     * {@code mmap(2)}. Reach the mapping with {@link MemorySegment#ofAddress} and {@code reinterpret}.
     *
     * @param address    where to, as a hint; as a rule 0
     * @param length     bytes
     * @param protection {@code PROT_...}
     * @param flags      {@code MAP_...}
     * @param fd         descriptor of the file, -1 for {@code MAP_ANONYMOUS}
     * @param offset     in the file, page-aligned
     * @return result (the address) or token
     * @throws IllegalArgumentException for {@code MAP_FIXED}, which would replace memory of the JVM
     */
    default long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        if ((flags & MAP_FIXED) != 0) {
            throw new IllegalArgumentException("MAP_FIXED would replace memory of the JVM; use MAP_FIXED_NOREPLACE");
        }
        return submit(MMAP, 6, address, length, protection, flags, fd, offset, null);
    }

    /**
     * {@code munmap(2)}. Nothing may reach the memory any more.
     *
     * @param address what {@code mmap} has returned, or a page within
     * @param length  bytes
     * @return result (0) or token
     */
    default long munmap(long address, long length) {
        return submit(MUNMAP, 2, address, length, 0, 0, 0, 0, null);
    }

    /**
     * {@code mprotect(2)}. Java code that reaches memory against its protection ends the JVM.
     *
     * @param memory     page-aligned
     * @param protection {@code PROT_...}
     * @return result (0) or token
     */
    default long mprotect(MemorySegment memory, int protection) {
        return submit(MPROTECT, 3, Pointers.readable(memory), memory.byteSize(), protection, 0, 0, 0, memory);
    }

    /**
     * {@code madvise(2)}.
     *
     * @param memory page-aligned
     * @param advice {@code MADV_...}; what drops content needs a segment that is not read-only
     * @return result (0) or token
     */
    default long madvise(MemorySegment memory, int advice) {
        boolean changes = advice == MADV_DONTNEED || advice == MADV_FREE || advice == MADV_REMOVE;
        long address = changes ? Pointers.writable(memory) : Pointers.readable(memory);
        return submit(MADVISE, 3, address, memory.byteSize(), advice, 0, 0, 0, memory);
    }

    /**
     * {@code msync(2)}.
     *
     * @param memory page-aligned
     * @param flags  {@code MS_...}
     * @return result (0) or token
     */
    default long msync(MemorySegment memory, int flags) {
        return submit(MSYNC, 3, Pointers.readable(memory), memory.byteSize(), flags, 0, 0, 0, memory);
    }

    /**
     * {@code mlock(2)}.
     *
     * @param memory whole pages are locked, even if it covers them in part
     * @return result (0) or token
     */
    default long mlock(MemorySegment memory) {
        return submit(MLOCK, 2, Pointers.readable(memory), memory.byteSize(), 0, 0, 0, 0, memory);
    }

    /**
     * {@code munlock(2)}. Locks do not nest: a page that another {@code mlock} has covered, too, is unlocked.
     *
     * @param memory whole pages are unlocked, even if it covers them in part
     * @return result (0) or token
     */
    default long munlock(MemorySegment memory) {
        return submit(MUNLOCK, 2, Pointers.readable(memory), memory.byteSize(), 0, 0, 0, 0, memory);
    }

    /**
     * {@code memfd_create(2)}. Allocates a copy of the name.
     *
     * @param name  for {@code /proc}, up to 249 bytes
     * @param flags 0 or {@code MFD_...}
     * @return result (the descriptor) or token
     * @throws IllegalArgumentException if the name contains a NUL
     */
    default long memfd_create(String name, int flags) {
        CString copy = new CString(name);
        return submit(MEMFD_CREATE, 2, Pointers.readable(copy.segment()), flags, 0, 0, 0, 0, copy);
    }
}
