/**
 * Floors: what nothing built on them can be faster than. Native calls, system calls, and the way of a cache line from one core to
 * another.
 */
package io.sidecore.bench.floor;
