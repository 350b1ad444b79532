/**
 * Exception-less system calls (FlexSC, Soares and Stumm, OSDI 2010) without changes to the kernel.
 *
 * <p>An application thread writes a request into a 64-byte <em>entry</em> of its <em>syscall page</em>; an engine executes it,
 * as a rule on another core, and leaves the result in the same cache line:
 *
 * <pre>
 *    0        8       16       24       32       40       48       56    58   59   60       64
 *    | arg 0  | arg 1  | arg 2  | arg 3  | arg 4  | arg 5  | result | nr | n | st | token   |
 *
 *    status:   FREE ──▶ SUBMITTED ──▶ BUSY ──▶ DONE ──▶ FREE
 *    written:       page owner    engine    engine  page owner
 * </pre>
 *
 * <p>Number, argument count, status and token share one 64-bit word, which is written last and with release order in each
 * step; whoever reads it with acquire order sees the rest of the entry. The result is the kernel's: 0 or more, or a negated
 * error number. A page belongs to one thread, so that submitting needs no atomic read-modify-write.
 *
 * <p>The same typed calls exist in two forms, see {@link io.sidecore.syscall.call.SystemCalls}: at once and on the calling thread
 * ({@link io.sidecore.syscall.DirectCalls}), and as submissions ({@link io.sidecore.syscall.SyscallPage}).
 */
package io.sidecore.syscall;
