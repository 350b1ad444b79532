/**
 * A peer that writes whatever it likes into whatever it can reach, and the process at the other side, which must take no harm.
 *
 * <pre>
 *   this process                    file in /dev/shm
 *   HostileCommand                  | header | parties | data |
 *     Assault, a round at a time       ^                  ^
 *       |  orders, answers             |                  |
 *       +--▶ honest process: one side, and a check of everything that comes out of the library
 *       +--▶ hostile process: the other side, and between its steps the {@link io.sidecore.stress.hostile.Vandal}
 * </pre>
 *
 * <p>The peer works as its side should, so that positions move and records come, and is broken or malicious in between: it stores words that hurt
 * into every part of the region, one after the other, or the same one forth and back while the honest side looks. Its choices follow from the
 * seed; when they strike is up to the machine. The honest side is a process of its own: a signal that ends it is seen as its exit code, and a
 * side that does not come back from a call as an answer that does not come. Truncating the file is not part of it: the kernel's SIGBUS is outside of
 * the contract (docs/crash-contract.md).
 */
package io.sidecore.stress.hostile;
