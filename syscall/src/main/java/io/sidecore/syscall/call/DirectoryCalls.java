package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.DirectoryEntries;
import io.sidecore.syscall.struct.FileTimes;
import io.sidecore.syscall.struct.Pointers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Names in directories. Each allocates copies of its paths; a relative path starts at the given directory.
 */
public sealed interface DirectoryCalls extends Submitter permits SystemCalls {
    /** {@code unlinkat}: a directory rather than a file. */
    int AT_REMOVEDIR = 0x200;
    /** {@code linkat}: what a symbolic link leads to, rather than itself. */
    int AT_SYMLINK_FOLLOW = 0x400;
    /** {@code renameat2}: fail if the new name exists. */
    int RENAME_NOREPLACE = 1;
    /** {@code renameat2}: exchange both. */
    int RENAME_EXCHANGE = 2;
    /** {@code faccessat2}: by the effective ids. */
    int AT_EACCESS = 0x200;
    /** {@code faccessat2}: whether it exists. */
    int F_OK = 0;
    /** {@code faccessat2}: whether it may be executed. */
    int X_OK = 1;
    /** {@code faccessat2}: whether it may be written. */
    int W_OK = 2;
    /** {@code faccessat2}: whether it may be read. */
    int R_OK = 4;

    /**
     * {@code mkdirat(2)}.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param mode      permissions
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long mkdirat(int directory, String path, int mode) {
        CString copy = new CString(path);
        return submit(MKDIRAT, 3, directory, Pointers.readable(copy.segment()), mode, 0, 0, 0, copy);
    }

    /**
     * {@code unlinkat(2)}.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param flags     0 or {@code AT_REMOVEDIR}
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long unlinkat(int directory, String path, int flags) {
        CString copy = new CString(path);
        return submit(UNLINKAT, 3, directory, Pointers.readable(copy.segment()), flags, 0, 0, 0, copy);
    }

    /**
     * {@code renameat2(2)}.
     *
     * @param directory    descriptor, or {@code AT_FDCWD}
     * @param path         the old name
     * @param newDirectory descriptor, or {@code AT_FDCWD}
     * @param newPath      the new name
     * @param flags        0 or {@code RENAME_...}
     * @return result (0) or token
     * @throws IllegalArgumentException if a path contains a NUL
     */
    default long renameat2(int directory, String path, int newDirectory, String newPath, int flags) {
        Arena arena = Arena.ofAuto();
        CString from = new CString(path, arena);
        CString to = new CString(newPath, arena);
        return submit(RENAMEAT2, 5, directory, Pointers.readable(from.segment()), newDirectory,
                Pointers.readable(to.segment()), flags, 0, to);
    }

    /**
     * {@code linkat(2)}.
     *
     * @param directory    descriptor, or {@code AT_FDCWD}
     * @param path         of the file
     * @param newDirectory descriptor, or {@code AT_FDCWD}
     * @param newPath      its further name
     * @param flags        0, {@code AT_SYMLINK_FOLLOW} or {@code AT_EMPTY_PATH}
     * @return result (0) or token
     * @throws IllegalArgumentException if a path contains a NUL
     */
    default long linkat(int directory, String path, int newDirectory, String newPath, int flags) {
        Arena arena = Arena.ofAuto();
        CString from = new CString(path, arena);
        CString to = new CString(newPath, arena);
        return submit(LINKAT, 5, directory, Pointers.readable(from.segment()), newDirectory,
                Pointers.readable(to.segment()), flags, 0, to);
    }

    /**
     * {@code symlinkat(2)}.
     *
     * @param target    what the link says
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the link
     * @return result (0) or token
     * @throws IllegalArgumentException if a path contains a NUL
     */
    default long symlinkat(String target, int directory, String path) {
        Arena arena = Arena.ofAuto();
        CString to = new CString(target, arena);
        CString copy = new CString(path, arena);
        return submit(SYMLINKAT, 3, Pointers.readable(to.segment()), directory, Pointers.readable(copy.segment()), 0, 0,
                0,
                copy);
    }

    /**
     * {@code readlinkat(2)}.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      of the link
     * @param buffer    written by the kernel
     * @param offset    first byte in the buffer
     * @param length    bytes at most
     * @return result (bytes, without a NUL, and cut where the buffer ends) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long readlinkat(int directory, String path, MemorySegment buffer, long offset, long length) {
        MemorySegment copy = new CString(path).segment();
        return submit(READLINKAT, 4, directory, Pointers.readable(copy), Pointers.writable(buffer, offset, length),
                length,
                0, 0, Pointers.together(copy, buffer));
    }

    /**
     * {@code getdents64(2)}. Hand the result to {@link DirectoryEntries#filled}, and call again until it is 0.
     *
     * @param fd      descriptor of a directory
     * @param entries filled by the kernel
     * @return result (bytes of entries, 0 at the end) or token
     */
    default long getdents64(int fd, DirectoryEntries entries) {
        long address = Pointers.writable(entries.segment());
        return submit(GETDENTS64, 3, fd, address, entries.segment().byteSize(), 0, 0, 0, entries);
    }

    /**
     * {@code fchmodat(2)}. Follows symbolic links.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param mode      permissions
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long fchmodat(int directory, String path, int mode) {
        CString copy = new CString(path);
        return submit(FCHMODAT, 3, directory, Pointers.readable(copy.segment()), mode, 0, 0, 0, copy);
    }

    /**
     * {@code fchownat(2)}.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param owner     user id, -1 to leave it
     * @param group     group id, -1 to leave it
     * @param flags     0 or {@code AT_...}
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long fchownat(int directory, String path, int owner, int group, int flags) {
        CString copy = new CString(path);
        return submit(FCHOWNAT, 5, directory, Pointers.readable(copy.segment()), owner, group, flags, 0, copy);
    }

    /**
     * {@code utimensat(2)}.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param times     to be set; unchanged until the result is there
     * @param flags     0 or {@code AT_SYMLINK_NOFOLLOW}
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long utimensat(int directory, String path, FileTimes times, int flags) {
        MemorySegment copy = new CString(path).segment();
        return submit(UTIMENSAT, 4, directory, Pointers.readable(copy), Pointers.readable(times.segment()), flags, 0, 0,
                Pointers.together(copy, times.segment()));
    }

    /**
     * {@code futimens(3)}: {@code utimensat(2)} of a descriptor itself.
     *
     * @param fd    descriptor
     * @param times to be set; unchanged until the result is there
     * @return result (0) or token
     */
    default long futimens(int fd, FileTimes times) {
        return submit(UTIMENSAT, 4, fd, 0, Pointers.readable(times.segment()), 0, 0, 0, times);
    }

    /**
     * {@code faccessat2(2)}; Linux 5.8. What it says may be over a moment later.
     *
     * @param directory descriptor, or {@code AT_FDCWD}
     * @param path      relative to the directory, or absolute
     * @param mode      {@code F_OK}, or {@code R_OK}, {@code W_OK} and {@code X_OK}, or-ed
     * @param flags     0 or {@code AT_...}
     * @return result (0) or token
     * @throws IllegalArgumentException if the path contains a NUL
     */
    default long faccessat2(int directory, String path, int mode, int flags) {
        CString copy = new CString(path);
        return submit(FACCESSAT2, 4, directory, Pointers.readable(copy.segment()), mode, flags, 0, 0, copy);
    }
}
