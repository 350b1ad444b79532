/**
 * Producer on one core, consumer on the other: time per message.
 *
 * <p>To add a contender: write a class like {@link io.sidecore.bench.rings.throughput.SpscOneByOne} with both loops in it, and add
 * one line to {@link io.sidecore.bench.rings.throughput.ThroughputRig}, and one to
 * {@link io.sidecore.bench.rings.throughput.ProducersRig} if it takes several producers. Its targets stand in the same two files.
 * Whoever finds a ring full or empty spins with {@link Thread#onSpinWait}, in all contenders alike; several producers, which may share a
 * CPU, yield instead.
 */
package io.sidecore.bench.rings.throughput;
