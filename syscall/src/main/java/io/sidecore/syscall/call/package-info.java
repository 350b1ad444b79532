/**
 * Linux calls by name: one interface a family, whose methods check their arguments and end in
 * {@link io.sidecore.syscall.call.Submitter#submit}.
 *
 * <pre>
 *    Submitter ◀── FileCalls, SocketCalls, ProcessCalls ◀── SystemCalls ◀── DirectCalls, SyscallPage
 * </pre>
 */
package io.sidecore.syscall.call;
