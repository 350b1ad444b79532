/** What the kernel and the CPU count: time that others have taken, and the CPU's counters, which virtual machines mostly do not let a process read. */
package io.sidecore.bench.counters;
