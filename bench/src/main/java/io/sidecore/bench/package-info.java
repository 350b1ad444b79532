/**
 * Benchmarks, each with its peer or floor beside it. Without a module descriptor: JMH's generated code has none.
 *
 * <p>What one thread does is measured with JMH. What passes between two cores is measured by the interleaved rig in {@code rig},
 * because the cost of a cache line's way may change several times over from one minute to the next.
 *
 * <p>Run with {@code ./sidecore bench}; a figure is a ratio within one run.
 */
package io.sidecore.bench;
