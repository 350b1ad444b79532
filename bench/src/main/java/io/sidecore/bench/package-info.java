/**
 * Benchmarks, each with its peer or floor beside it. Without a module descriptor, as some peers have none.
 *
 * <p>All is measured by the interleaved rig in {@code rig}, because the cost of a cache line's way, and of a call, may change several times over
 * from one minute to the next. What is measured stands in {@code rings} and in {@code calls}.
 *
 * <p>Run with {@code ./sidecore bench}; a figure is a ratio within one run.
 */
package io.sidecore.bench;
