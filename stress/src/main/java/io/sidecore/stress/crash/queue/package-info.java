/**
 * The rings with one consumer on trial: SPSC, MPSC and lane ring.
 *
 * <p>Nothing that was committed is lost or torn, each lane keeps its order, and what a dead consumer held, and no more, comes again.
 */
package io.sidecore.stress.crash.queue;
