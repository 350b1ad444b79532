/**
 * A run: which experiments, how long each, in which order, and what is kept of it.
 *
 * <pre>
 *   Families ── Planned ──▶ Plan ──▶ Run ── fork by fork ──▶ RigForks, JmhForks
 *                                     ◀── Rounds ───────────┘
 *                                     └─▶ RunFolder: a file for each fork, so that a run can go on where it ended
 * </pre>
 *
 * <p>All experiments have their first fork, then all have their second: what the machine does for some minutes is then in one fork of each and
 * not in all forks of one, and shows as a difference between forks.
 */
package io.sidecore.bench.run;
