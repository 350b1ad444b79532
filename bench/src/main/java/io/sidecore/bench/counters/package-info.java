/** The CPU's counters, where a machine lets a process read them; virtual machines mostly do not. */
package io.sidecore.bench.counters;
