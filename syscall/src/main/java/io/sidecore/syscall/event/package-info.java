/**
 * Events for JDK Flight Recorder: what engines do rarely, each with its moment. What they do all the time is in
 * {@link io.sidecore.syscall.counters}.
 *
 * <p>While nobody records an event, each method here is a check that the just-in-time compiler removes. Any thread; an instance with a duration
 * belongs to one thread, who may use it again and again.
 */
package io.sidecore.syscall.event;
