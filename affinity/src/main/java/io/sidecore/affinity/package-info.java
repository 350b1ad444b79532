/**
 * CPU sets, topology, pinning and core plans: which core runs the application, which one its system calls, and how threads get there.
 *
 * <p>What {@link io.sidecore.affinity.Topology} finds on a desktop with 8 cores and 16 hardware threads, and the pair of CPUs that
 * {@link io.sidecore.affinity.CorePlan} takes:
 *
 * <pre>
 *   package 0, NUMA node 0
 *   ┌───────────────────────────────────────────────────────────┐
 *   │ core 0    core 1    core 2    core 3    ...     core 7    │
 *   │ ┌──────┐  ┌──────┐  ┌──────┐  ┌──────┐          ┌──────┐  │
 *   │ │ 0  8 │  │ 1  9 │  │ 2 10 │  │ 3 11 │          │ 7 15 │  │  CPUs: the two in a box are SMT siblings
 *   │ │  L1  │  │  L1  │  │  L1  │  │  L1  │          │  L1  │  │
 *   │ │  L2  │  │  L2  │  │  L2  │  │  L2  │          │  L2  │  │
 *   │ └──────┘  └──────┘  └──────┘  └──────┘          └──────┘  │
 *   │     ▲         ▲         ▲                                 │
 *   │  kernel   application   system calls                      │
 *   │  keeps        └── entry ┘                                 │
 *   │  house      64-byte lines through the L3                  │
 *   │ ┌───────────────────────────────────────────────────────┐ │
 *   │ │           L3: the last-level cache, 0-15              │ │
 *   │ └───────────────────────────────────────────────────────┘ │
 *   └───────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Rooms, in the order of use:
 * <ol>
 * <li>{@link io.sidecore.affinity.CpuSet}: numbers of CPUs, and the three sets that matter: {@code allowed} (what the process was given),
 * {@code grantable} (what it could have) and {@link io.sidecore.affinity.CurrentThread#allowed} (what one thread has now).</li>
 * <li>{@link io.sidecore.affinity.Topology}, {@link io.sidecore.affinity.Cpu}, {@link io.sidecore.affinity.Cache}: who shares what.</li>
 * <li>{@link io.sidecore.affinity.CorePlan}: two CPUs, and the reason in words.</li>
 * <li>{@link io.sidecore.affinity.PinnedThread}: the calling thread on one CPU. {@link io.sidecore.affinity.ConfinedThreads}: all the
 * others somewhere else. Both give back what they changed when they are closed.</li>
 * </ol>
 *
 * <pre>{@code
 *   CorePlan plan = CorePlan.automatic();
 *   System.out.println(plan.describe());
 *   try (PinnedThread pin = PinnedThread.to(plan.application().id());
 *           ConfinedThreads rest = ConfinedThreads.confine(CpuSet.of(plan.syscall().id()), Set.of(pin.tid()))) {
 *       ...
 *   }
 * }</pre>
 *
 * <p>In a container the CPUs are not 0 to n − 1; nothing here assumes that they are. Linux is called through JNA, since all of this is rare;
 * JNA needs {@code --enable-native-access} for its module ({@code com.sun.jna}, or {@code ALL-UNNAMED} on the class path) and a temporary
 * folder that allows execution.
 */
package io.sidecore.affinity;
