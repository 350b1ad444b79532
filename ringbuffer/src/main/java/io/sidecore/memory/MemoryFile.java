package io.sidecore.memory;

import io.sidecore.memory.access.Libc;
import java.lang.ref.Cleaner;
import java.nio.file.Path;

/**
 * A descriptor of memory that has no name in any file system: memfd_create(2). Closed once, by {@link #close} or when this object
 * is garbage; the mappings do not need it.
 */
final class MemoryFile {
    private static final Cleaner CLEANER = Cleaner.create();

    private static final int MFD_CLOEXEC = 0x1;
    private static final int MFD_ALLOW_SEALING = 0x2;
    private static final int MFD_HUGETLB = 0x4;
    /** Linux 6.3; where vm.memfd_noexec is 2, a memfd without it is refused. */
    private static final int MFD_NOEXEC_SEAL = 0x8;

    private static final int F_SEAL_SEAL = 0x1;
    private static final int F_SEAL_SHRINK = 0x2;
    private static final int F_SEAL_GROW = 0x4;

    private final Path path;
    private final Cleaner.Cleanable closing;
    private volatile boolean open = true;

    private MemoryFile(int descriptor) {
        this.path = Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor);
        this.closing = CLEANER.register(this, () -> Libc.close(descriptor));
    }

    /** A file of so many bytes, all of them allocated, none of which can be taken away; in huge pages if their size is not 0. */
    static MemoryFile create(String name, long size, long hugePage) throws RegionException {
        String title = "memfd:" + name;
        int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING | (hugePage == 0 ? 0 : MFD_HUGETLB);
        int descriptor = Libc.memfdCreate(name, flags | MFD_NOEXEC_SEAL);
        if (descriptor == -Libc.EINVAL) {
            // An older kernel, which refuses flags that it does not know.
            descriptor = Libc.memfdCreate(name, flags);
        }
        if (descriptor < 0) {
            throw new RegionException(title + ": memfd_create: " + Libc.message(-descriptor));
        }
        MemoryFile file = new MemoryFile(descriptor);
        try {
            allocate(title, descriptor, size, hugePage);
            int error = Libc.addSeals(descriptor, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
            if (error != 0) {
                throw new RegionException(title + ": cannot be sealed: " + Libc.message(error));
            }
            return file;
        } catch (RegionException e) {
            file.close();
            throw e;
        }
    }

    /** Allocates a file on a hugetlbfs, which cannot be written with write(2). */
    static void allocateHuge(Path file, long size, long hugePage) throws RegionException {
        int descriptor = Libc.openReadWrite(file.toString());
        if (descriptor < 0) {
            throw new RegionException(file + ": cannot be opened: " + Libc.message(-descriptor));
        }
        try {
            allocate(file.toString(), descriptor, size, hugePage);
        } finally {
            Libc.close(descriptor);
        }
    }

    private static void allocate(String title, int descriptor, long size, long hugePage) throws RegionException {
        // Counted before, for a failed attempt holds what there was.
        HugePages.Pool pool = hugePage == 0 ? null : HugePages.Pool.now(hugePage);
        int error;
        do {
            error = Libc.posixFallocate(descriptor, size);
        } while (error == Libc.EINTR);
        if (pool != null && (error == Libc.ENOSPC || error == Libc.ENOMEM)) {
            throw pool.shortage(title, size);
        }
        if (error != 0) {
            throw new RegionException(title + ": cannot allocate " + size + " bytes: " + Libc.message(error));
        }
    }

    Path path() {
        return path;
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
        closing.clean();
    }
}
