/** Experiments whose contenders are benchmarks of JMH. */
package io.sidecore.bench.jmh;
