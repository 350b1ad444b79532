/**
 * A fork of the latency rig: one JVM, or two, that measure one group of contenders at all rates, in turns.
 *
 * <pre>
 *   idle CPUs ─▶ for each rate:  warm up A, B, C, each until it has settled ─▶ A B C ─▶ C B A ─▶ A B C ─▶ ...   one turn a letter,
 *                                                                                                some windows a turn
 * </pre>
 */
package io.sidecore.bench.latency.fork;
