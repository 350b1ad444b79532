/**
 * The open loop of the latency rig: a sender on a schedule of intended times, an echo on the other CPU, and what is measured between them.
 *
 * <pre>
 *   application's CPU                                                   the other CPU
 *   SenderLoop: look at the clock                                       EchoLoop
 *     is one due?  ── Transport.offer(number) ───────────────────────▶  Transport.echo
 *     is one back? ◀─ Transport.poll ◀────────────────────────────────
 *       latency = now - when it was meant to be sent
 *       service = now - when it was sent
 *     time since the last look above 1 µs: a gap
 * </pre>
 *
 * <p>A sender that comes late, or that has no room, sends as soon as it can, and what it was late by is part of the latency. Nothing is left out
 * because the system under test was slow: that would be coordinated omission.
 */
package io.sidecore.bench.latency.load;
