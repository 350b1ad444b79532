/**
 * The latency rig: latency under a load of fixed rate, with an open loop. Its parts, from the outside in:
 *
 * <pre>
 *   LatencyCommand ─▶ fork.LatencyRun ── starts ─▶ fork.LatencyFork ─▶ fork.Measurement ─▶ load.Sender  ◀─ load.Transport ─▶ load.EchoParty
 *   result.*       ◀─ logs and facts, in files ──                                            meter.*        transport.*
 * </pre>
 *
 * <p>What the figures mean stands in {@code docs/latency.md}.
 */
package io.sidecore.bench.latency;
