package io.sidecore.syscall.call;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.OrderedCalls;
import io.sidecore.syscall.SharedPage;
import io.sidecore.syscall.SyscallPage;

/**
 * Linux calls by name, with the arguments of their man pages.
 *
 * <p>What a method returns depends on the form. {@link DirectCalls} returns the kernel's result: 0 or more, or a negated error
 * number ({@link Errno#describe}). {@link SyscallPage} returns the token of the submission, 0 or more, or
 * {@link SyscallPage#FULL}; the result comes with {@code poll} or {@code await}. Short reads and writes, and EINTR, surface as
 * they are.
 *
 * <p>Buffers are off-heap segments; heap segments are refused, because the collector moves them. Buffers and structures are kept
 * reachable until the call has its result, but a closeable arena must stay open that long: the kernel works on its addresses.
 * Every method throws {@link IllegalArgumentException} for a heap segment, a closed one, or a read-only one that the kernel would
 * write to, and {@link IndexOutOfBoundsException} for bytes outside of the segment. None allocates, but for those that take a
 * path or name as a string, and those that take two pieces of memory from different arenas, neither of them global.
 *
 * <p>What depends on the calling thread is not here, and refused in the raw form, see {@link Conduct}.
 */
public sealed interface SystemCalls
        extends
            DataCalls,
            DescriptorCalls,
            DirectoryCalls,
            EventCalls,
            FileCalls,
            MemoryCalls,
            MessageCalls,
            PipeCalls,
            ProcessCalls,
            SocketCalls,
            TimeCalls
        permits DirectCalls, OrderedCalls, SharedPage, SyscallPage {}
