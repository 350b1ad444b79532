/**
 * The structures with one writer and any number of readers on trial: broadcast ring and latest value.
 *
 * <p>What was published is never torn and never taken back, a reader that stays knows exactly what it has missed, and no death of the writing
 * side holds a reader or a successor up.
 */
package io.sidecore.stress.crash.broadcast;
