/**
 * Structures as the kernel lays them out in memory, off-heap and reusable, and the checks of what the kernel is given.
 *
 * <p>Each type draws its bytes. A structure takes its memory from the collector, or from an arena or page that is given to its
 * constructor; {@code segment()} is the memory itself. It belongs to the call that works on it until the call has its result:
 * nothing here is synchronised, and setters are for the time before, getters for the time after. The constants of a structure
 * stand with it, and have the same values on x86-64 and aarch64.
 */
package io.sidecore.syscall.struct;
