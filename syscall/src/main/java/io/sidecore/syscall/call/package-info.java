/**
 * Linux calls by name: one interface a family, whose methods check their arguments and end in
 * {@link io.sidecore.syscall.call.Submitter#submit}.
 *
 * <pre>
 *    Submitter ◀─┬─ FileCalls        open, status, size        ◀─┐
 *                ├─ DataCalls        read, write, copy, sync   ◀─┤
 *                ├─ DescriptorCalls  close, dup, fcntl, flock  ◀─┤
 *                ├─ DirectoryCalls   names, links, entries     ◀─┤
 *                ├─ SocketCalls      socket to shutdown        ◀─┤                 ┌─ DirectCalls    at once
 *                ├─ MessageCalls     send and receive          ◀─┼─ SystemCalls ◀──┤
 *                ├─ EventCalls       epoll, eventfd, timerfd   ◀─┤                 └─ SyscallPage    submitted
 *                ├─ PipeCalls        pipe, splice, tee         ◀─┤
 *                ├─ MemoryCalls      mmap, madvise, memfd      ◀─┤
 *                ├─ TimeCalls        clocks, sleeping          ◀─┤
 *                └─ ProcessCalls     getpid, getppid, kill     ◀─┘
 * </pre>
 *
 * <p>Names of methods and flags are those of the man pages. What an engine has to know of a call is in
 * {@link io.sidecore.syscall.call.Conduct}.
 */
package io.sidecore.syscall.call;
