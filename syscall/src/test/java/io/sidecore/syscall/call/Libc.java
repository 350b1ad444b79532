package io.sidecore.syscall.call;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/** A second way to the kernel, which shares no code with the first. */
interface Libc extends Library {
    Libc LIBC = Native.load("c", Libc.class);

    int getpid();

    int getppid();

    int fcntl(int fd, int command, Object... argument) throws LastErrorException;

    long lseek(int fd, long position, int whence) throws LastErrorException;

    long pread(int fd, Memory buffer, long count, long position) throws LastErrorException;

    long write(int fd, byte[] bytes, long count) throws LastErrorException;

    int access(String path, int mode);

    int getsockname(int fd, Memory address, IntByReference length) throws LastErrorException;

    int getsockopt(int fd, int level, int option, IntByReference value, IntByReference length)
            throws LastErrorException;

    int eventfd_read(int fd, Memory value) throws LastErrorException;

    int clock_gettime(int clock, Memory time) throws LastErrorException;

    int mincore(Pointer address, long length, byte[] resident) throws LastErrorException;

    int dup(int fd) throws LastErrorException;

    int close(int fd) throws LastErrorException;
}
