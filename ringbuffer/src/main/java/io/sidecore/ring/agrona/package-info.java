/**
 * Agrona's {@code RingBuffer} over the rings of Sidecore: an Agrona or SBE application changes one constructor.
 *
 * <pre>
 *   new OneToOneRingBuffer(new UnsafeBuffer(allocateDirectAligned(CAPACITY + TRAILER_LENGTH, 64)))
 *                                                    becomes   AgronaRingBuffer.over(SpscRing.anonymous(CAPACITY))
 *   new ManyToOneRingBuffer(new UnsafeBuffer(IoUtil.mapNewFile(...)))
 *                                                    becomes   AgronaRingBuffer.over(MpscRing.create(file, CAPACITY))
 * </pre>
 *
 * <p>Agrona's buffers reach into the JDK: run with {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED} ({@code =org.agrona} if it is on
 * the module path). An application on the module path names {@code org.agrona} itself: the ring module requires it statically.
 *
 * <p>Offsets are Agrona's: an index that a claim returns, or a handler gets, is that of the payload in {@code buffer()}, and the header
 * before it has the length in its first four bytes, the type in the next four. Records are drawn in {@code io.sidecore.ring}. What differs:
 *
 * <ul>
 * <li>Records start on multiples of the ring's alignment, 64 bytes by default, so a ring holds fewer small messages than Agrona's with 8.
 * Give 8 to the ring's constructor for the same density.
 * <li>{@code capacity()} is from 1 KiB to 1 GiB. Positions and counters are in the header of the region, not in a trailer: {@code buffer()} is
 * the data alone, {@code capacity()} bytes, and {@code RingBufferDescriptor} does not describe it. A file is not one that Agrona can map.
 * <li>{@code maxMsgLength()} is a quarter of the capacity less 8 bytes, not an eighth.
 * <li>An open claim is a zero header, not a negative length: the claims are kept on the Java heap of the process that made them, so only an
 * adapter object that made a claim can end it. It may do so from another thread (many to one), to which the index was handed safely.
 * <li>A handler cannot read from the buffer that called it: an {@code IllegalStateException}. One to one: an aborted claim, unless another was made behind it, leaves no padding: its room
 * is used again. {@code producerPosition()} and {@code size()} count up to the first claim that is still open.
 * <li>Many to one has at most 55 claims open at a time, of all processes; a claim beyond that returns {@code INSUFFICIENT_CAPACITY}.
 * Each process keeps up to 8 of these places, or as many as it has had claims open at a time, until {@code close()}; one that finds none gets an {@code IllegalStateException}.
 * <li>One consumer: the first {@code read} registers this process as the consumer, and the first claim as a producer; a second adapter object
 * with the same role on a one-to-one ring is refused with an {@code IllegalStateException}. {@code close()} gives the roles back.
 * <li>{@code read} goes on behind the end of the buffer, where Agrona's returns and is called again.
 * <li>{@code unblock()} skips claims of dead processes only, never that of a slow one; it is for the consuming thread, and does nothing before the
 * first {@code read}. Reading alone does the same after some thousand empty calls. A thread that ends without ending its claim holds the ring up as
 * long as its process lives: abort in a {@code finally}.
 * <li>If the source of a {@code write} is out of bounds, the claim is aborted before the exception reaches the caller.
 * <li>A ring that was closed refuses messages with an {@code IllegalStateException}; Agrona's cannot be closed.
 * <li>{@code nextCorrelationId()} starts at 1, and {@code consumerHeartbeatTime()} is the time of registration until it is set.
 * </ul>
 */
package io.sidecore.ring.agrona;
