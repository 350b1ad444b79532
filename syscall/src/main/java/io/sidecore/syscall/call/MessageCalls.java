package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SyscallNumber.*;

import io.sidecore.syscall.struct.Pointers;
import io.sidecore.syscall.struct.socket.MessageHeader;
import io.sidecore.syscall.struct.socket.MessageVector;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import java.lang.foreign.MemorySegment;

/**
 * What sockets send and receive.
 */
public sealed interface MessageCalls extends Submitter permits SystemCalls {
    /** Look at what has come, and leave it. */
    int MSG_PEEK = 0x2;
    /** Received: control messages did not have room. */
    int MSG_CTRUNC = 0x8;
    /** Received: the message did not have room; asked for: tell its full length. */
    int MSG_TRUNC = 0x20;
    /** Fail with EAGAIN rather than wait. */
    int MSG_DONTWAIT = 0x40;
    /** Wait until the buffers are full. */
    int MSG_WAITALL = 0x100;
    /** From the queue of errors. */
    int MSG_ERRQUEUE = 0x2000;
    /** No signal when the other side is gone; the JVM ignores it anyway. */
    int MSG_NOSIGNAL = 0x4000;
    /** More follows. */
    int MSG_MORE = 0x8000;
    /** {@code recvmmsg}: do not wait once there is one. */
    int MSG_WAITFORONE = 0x10000;
    /** Send from the buffer itself; the error queue says when it is free. */
    int MSG_ZEROCOPY = 0x4000000;
    /** Close received descriptors on exec. */
    int MSG_CMSG_CLOEXEC = 0x40000000;

    /**
     * {@code send(2)}: {@code sendto(2)} to where the socket is connected.
     *
     * @param fd     socket
     * @param buffer read by the kernel
     * @param offset first byte in the buffer
     * @param length bytes
     * @param flags  {@code MSG_...}
     * @return result (bytes sent) or token
     */
    default long sendto(int fd, MemorySegment buffer, long offset, long length, int flags) {
        return submit(SENDTO, 6, fd, Pointers.readable(buffer, offset, length), length, flags, 0, 0, buffer);
    }

    /**
     * {@code sendto(2)} to a given address. Allocates if buffer and address come from different arenas.
     *
     * @param fd      socket
     * @param buffer  read by the kernel
     * @param offset  first byte in the buffer
     * @param length  bytes
     * @param flags   {@code MSG_...}
     * @param address see {@code SocketAddresses}
     * @return result (bytes sent) or token
     */
    default long sendto(int fd, MemorySegment buffer, long offset, long length, int flags, MemorySegment address) {
        return submit(SENDTO, 6, fd, Pointers.readable(buffer, offset, length), length, flags,
                Pointers.readable(address),
                address.byteSize(), Pointers.together(buffer, address));
    }

    /**
     * {@code recv(2)}: {@code recvfrom(2)} without asking for the sender.
     *
     * @param fd     socket
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @param flags  {@code MSG_...}
     * @return result (bytes received) or token
     */
    default long recvfrom(int fd, MemorySegment buffer, long offset, long length, int flags) {
        return submit(RECVFROM, 6, fd, Pointers.writable(buffer, offset, length), length, flags, 0, 0, buffer);
    }

    /**
     * {@code recvfrom(2)} with the sender. Allocates if buffer and address come from different arenas.
     *
     * @param fd     socket
     * @param buffer written by the kernel
     * @param offset first byte in the buffer
     * @param length bytes at most
     * @param flags  {@code MSG_...}
     * @param from   where the kernel puts the address of the sender
     * @return result (bytes received) or token
     */
    default long recvfrom(int fd, MemorySegment buffer, long offset, long length, int flags, SocketAddressBuffer from) {
        return submit(RECVFROM, 6, fd, Pointers.writable(buffer, offset, length), length, flags, from.receive(),
                from.lengthAddress(), Pointers.together(buffer, from.segment()));
    }

    /**
     * {@code sendmsg(2)}.
     *
     * @param fd      socket
     * @param message address, buffers and control messages
     * @param flags   {@code MSG_...}
     * @return result (bytes sent) or token
     */
    default long sendmsg(int fd, MessageHeader message, int flags) {
        return submit(SENDMSG, 3, fd, message.send(), flags, 0, 0, 0, message);
    }

    /**
     * {@code recvmsg(2)}.
     *
     * @param fd      socket
     * @param message room for address, content and control messages
     * @param flags   {@code MSG_...}
     * @return result (bytes received) or token
     */
    default long recvmsg(int fd, MessageHeader message, int flags) {
        return submit(RECVMSG, 3, fd, message.receive(), flags, 0, 0, 0, message);
    }

    /**
     * {@code sendmmsg(2)}.
     *
     * @param fd       socket
     * @param messages what to send, from the first
     * @param count    of messages
     * @param flags    {@code MSG_...}
     * @return result (messages sent, possibly fewer) or token
     */
    default long sendmmsg(int fd, MessageVector messages, int count, int flags) {
        return submit(SENDMMSG, 4, fd, messages.send(count), count, flags, 0, 0, messages);
    }

    /**
     * {@code recvmmsg(2)}.
     *
     * @param fd       socket
     * @param messages room for them, from the first
     * @param count    messages at most
     * @param flags    {@code MSG_...}
     * @return result (messages received) or token
     */
    default long recvmmsg(int fd, MessageVector messages, int count, int flags) {
        return submit(RECVMMSG, 5, fd, messages.receive(count), count, flags, 0, 0, messages);
    }
}
