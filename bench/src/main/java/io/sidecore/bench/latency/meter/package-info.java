/** What is measured beside the latencies: gaps in which a thread did not run, whether the JVM has settled, what it spends on compiling. */
package io.sidecore.bench.latency.meter;
