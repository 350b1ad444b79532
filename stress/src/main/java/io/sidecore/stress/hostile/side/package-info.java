/**
 * The two sides of each structure, as an application uses them, with checks of everything that the library hands back.
 *
 * <p>A {@link io.sidecore.stress.hostile.side.Side} opens, works, closes and attaches again, and expects its region to hold anything. What it accepts is what the
 * Javadoc of the rings promises whatever stands in shared memory: the exceptions and return codes that are named there, payloads within the
 * data and no longer than the longest message, positive types, positions that grow, losses that are counted. Content is checked too, but only
 * counted: who can write to the region can forge a message.
 */
package io.sidecore.stress.hostile.side;
