package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.AT_FDCWD;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.StatxBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A process's view of files, reached in one of two ways; each result is the kernel's, 0 or more or a negated error number. */
interface World {
    int BUFFER = 4096;

    long open(String path, int flags);

    long close(int fd);

    long write(int fd, int offset, int length);

    long read(int fd, int offset, int length);

    long pwrite(int fd, int offset, int length, long position);

    long pread(int fd, int offset, int length, long position);

    /** Two buffers of the given lengths, from the start of the memory and from its middle. */
    long writev(int fd, int first, int second);

    long lseek(int fd, long position, int whence);

    long ftruncate(int fd, long size);

    long dup(int fd);

    long mkdir(String path);

    long unlink(String path, int flags);

    long rename(String path, String other, int flags);

    long symlink(String target, String path);

    long readlink(String path);

    /** The size, or the error. */
    long size(int fd);

    /** {@code pwrite} from an address where nothing is mapped. */
    long writeFromNowhere(int fd);

    /** The memory that calls read from and write to. */
    byte[] memory();

    void fill(byte[] bytes);

    /** Through the typed calls. */
    final class Typed implements World {
        private final Ride ride;
        private final SystemCalls calls;
        private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, 8);
        private final StatxBuffer status = new StatxBuffer();

        Typed(Ride ride) {
            this.ride = ride;
            this.calls = ride.calls;
        }

        @Override
        public long open(String path, int flags) {
            return ride.result(calls.openat(AT_FDCWD, path, flags, 0600));
        }

        @Override
        public long close(int fd) {
            return ride.result(calls.close(fd));
        }

        @Override
        public long write(int fd, int offset, int length) {
            return ride.result(calls.write(fd, buffer, offset, length));
        }

        @Override
        public long read(int fd, int offset, int length) {
            return ride.result(calls.read(fd, buffer, offset, length));
        }

        @Override
        public long pwrite(int fd, int offset, int length, long position) {
            return ride.result(calls.pwrite(fd, buffer, offset, length, position));
        }

        @Override
        public long pread(int fd, int offset, int length, long position) {
            return ride.result(calls.pread(fd, buffer, offset, length, position));
        }

        @Override
        public long writev(int fd, int first, int second) {
            return ride.result(
                    calls.writev(fd, new IoVectors(2).add(buffer, 0, first).add(buffer, BUFFER / 2, second)));
        }

        @Override
        public long lseek(int fd, long position, int whence) {
            return ride.result(calls.lseek(fd, position, whence));
        }

        @Override
        public long ftruncate(int fd, long size) {
            return ride.result(calls.ftruncate(fd, size));
        }

        @Override
        public long dup(int fd) {
            return ride.result(calls.dup(fd));
        }

        @Override
        public long mkdir(String path) {
            return ride.result(calls.mkdirat(AT_FDCWD, path, 0700));
        }

        @Override
        public long unlink(String path, int flags) {
            return ride.result(calls.unlinkat(AT_FDCWD, path, flags));
        }

        @Override
        public long rename(String path, String other, int flags) {
            return ride.result(calls.renameat2(AT_FDCWD, path, AT_FDCWD, other, flags));
        }

        @Override
        public long symlink(String target, String path) {
            return ride.result(calls.symlinkat(target, AT_FDCWD, path));
        }

        @Override
        public long readlink(String path) {
            return ride.result(calls.readlinkat(AT_FDCWD, path, buffer, 0, BUFFER));
        }

        @Override
        public long size(int fd) {
            long result = ride.result(calls.fstat(fd, status));
            return result < 0 ? result : status.size();
        }

        @Override
        public long writeFromNowhere(int fd) {
            return ride.result(calls.raw(SyscallNumber.PWRITE64, fd, 16, 8, 0));
        }

        @Override
        public byte[] memory() {
            return buffer.toArray(ValueLayout.JAVA_BYTE);
        }

        @Override
        public void fill(byte[] bytes) {
            MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        }
    }

    /** Through the C library and JNA, by the functions that C programs call. */
    final class OfC implements World {
        private final Memory buffer = new Memory(BUFFER);
        private final Library library = Native.load("c", Library.class);

        /** The functions. */
        interface Library extends com.sun.jna.Library {
            int open(String path, int flags, int mode) throws LastErrorException;

            int close(int fd) throws LastErrorException;

            long write(int fd, Pointer from, long length) throws LastErrorException;

            long read(int fd, Pointer to, long length) throws LastErrorException;

            long pwrite(int fd, Pointer from, long length, long position) throws LastErrorException;

            long pread(int fd, Pointer to, long length, long position) throws LastErrorException;

            long writev(int fd, Pointer vectors, int count) throws LastErrorException;

            long lseek(int fd, long position, int whence) throws LastErrorException;

            int ftruncate(int fd, long size) throws LastErrorException;

            int dup(int fd) throws LastErrorException;

            int fstat(int fd, Pointer status) throws LastErrorException;

            int mkdir(String path, int mode) throws LastErrorException;

            int unlinkat(int directory, String path, int flags) throws LastErrorException;

            int renameat2(int from, String path, int to, String other, int flags) throws LastErrorException;

            int symlink(String target, String path) throws LastErrorException;

            long readlink(String path, Pointer to, long length) throws LastErrorException;
        }

        /** A call whose failure is an exception. */
        interface Call {
            long make() throws LastErrorException;
        }

        private static long result(Call call) {
            try {
                return call.make();
            } catch (LastErrorException e) {
                return -e.getErrorCode();
            }
        }

        @Override
        public long open(String path, int flags) {
            return result(() -> library.open(path, flags, 0600));
        }

        @Override
        public long close(int fd) {
            return result(() -> library.close(fd));
        }

        @Override
        public long write(int fd, int offset, int length) {
            return result(() -> library.write(fd, buffer.share(offset), length));
        }

        @Override
        public long read(int fd, int offset, int length) {
            return result(() -> library.read(fd, buffer.share(offset), length));
        }

        @Override
        public long pwrite(int fd, int offset, int length, long position) {
            return result(() -> library.pwrite(fd, buffer.share(offset), length, position));
        }

        @Override
        public long pread(int fd, int offset, int length, long position) {
            return result(() -> library.pread(fd, buffer.share(offset), length, position));
        }

        @Override
        public long writev(int fd, int first, int second) {
            Memory vectors = new Memory(32);
            vectors.setPointer(0, buffer);
            vectors.setLong(8, first);
            vectors.setPointer(16, buffer.share(BUFFER / 2));
            vectors.setLong(24, second);
            return result(() -> library.writev(fd, vectors, 2));
        }

        @Override
        public long lseek(int fd, long position, int whence) {
            return result(() -> library.lseek(fd, position, whence));
        }

        @Override
        public long ftruncate(int fd, long size) {
            return result(() -> library.ftruncate(fd, size));
        }

        @Override
        public long dup(int fd) {
            return result(() -> library.dup(fd));
        }

        @Override
        public long mkdir(String path) {
            return result(() -> library.mkdir(path, 0700));
        }

        @Override
        public long unlink(String path, int flags) {
            return result(() -> library.unlinkat(AT_FDCWD, path, flags));
        }

        @Override
        public long rename(String path, String other, int flags) {
            return result(() -> library.renameat2(AT_FDCWD, path, AT_FDCWD, other, flags));
        }

        @Override
        public long symlink(String target, String path) {
            return result(() -> library.symlink(target, path));
        }

        @Override
        public long readlink(String path) {
            return result(() -> library.readlink(path, buffer, BUFFER));
        }

        @Override
        public long size(int fd) {
            Memory status = new Memory(256);
            long result = result(() -> library.fstat(fd, status));
            // st_size has this offset on x86-64 and aarch64.
            return result < 0 ? result : status.getLong(48);
        }

        @Override
        public long writeFromNowhere(int fd) {
            return result(() -> library.pwrite(fd, new Pointer(16), 8, 0));
        }

        @Override
        public byte[] memory() {
            return buffer.getByteArray(0, BUFFER);
        }

        @Override
        public void fill(byte[] bytes) {
            buffer.write(0, bytes, 0, bytes.length);
        }
    }
}
