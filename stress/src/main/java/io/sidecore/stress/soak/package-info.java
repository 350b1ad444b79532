/**
 * Everything at once, for hours: all five rings and the syscall pages under a mixed load, checked end to end, while somebody watches what the process keeps.
 *
 * <p>{@link io.sidecore.stress.soak.SoakRun} takes a {@link io.sidecore.stress.soak.Sample} at each interval; {@link io.sidecore.stress.soak.Drift} compares
 * the one at a tenth of the time with the last. Latency is shown, not judged: it is the machine's as much as the library's.
 */
package io.sidecore.stress.soak;
