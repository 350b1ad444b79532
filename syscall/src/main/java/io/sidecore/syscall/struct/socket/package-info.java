/**
 * Structures of sockets as the kernel lays them out in memory, off-heap and reusable.
 *
 * <pre>
 *    MessageVector ── MessageHeader ┬─▶ SocketAddressBuffer     who it is from or for
 *                                   ├─▶ IoVectors ──▶ buffers   what it says
 *                                   └─▶ ControlMessages         descriptors that come along
 * </pre>
 *
 * <p>An arrow is both an address in off-heap memory and a reference in Java: a call that holds the first holds all. Each type
 * draws its bytes.
 */
package io.sidecore.syscall.struct.socket;
