/**
 * JMH benchmarks, each with its peer or floor beside it. Without a module descriptor: JMH's generated code has none.
 *
 * <p>Run with {@code ./sidecore bench}; a figure is a ratio within one run.
 */
package io.sidecore.bench;
