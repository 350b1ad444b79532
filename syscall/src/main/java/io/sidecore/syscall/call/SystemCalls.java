package io.sidecore.syscall.call;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.SyscallPage;

/**
 * Linux calls by name, with the arguments of their man pages.
 *
 * <p>What a method returns depends on the form. {@link DirectCalls} returns the kernel's result: 0 or more, or a negated error
 * number ({@link Errno#describe}). {@link SyscallPage} returns the token of the submission, 0 or more, or
 * {@link SyscallPage#FULL}; the result comes with {@code poll} or {@code await}. Short reads and writes, and EINTR, surface as
 * they are.
 *
 * <p>Buffers are off-heap segments; heap segments are refused, because the collector moves them. A buffer is kept reachable
 * until the call has its result (the address of {@link #sendto} is the caller's to keep), but a closeable arena must stay open
 * that long: the kernel works on its addresses. Every method throws {@link IllegalArgumentException} for a heap segment, a
 * closed one, or a read-only one that the kernel would write to, and {@link IndexOutOfBoundsException} for bytes outside of the
 * segment. None allocates, but for those that take a path.
 */
public sealed interface SystemCalls extends FileCalls, SocketCalls, ProcessCalls permits DirectCalls, SyscallPage {}
