/** Structures as the kernel lays them out in memory, off-heap and reusable. */
package io.sidecore.syscall.struct;
