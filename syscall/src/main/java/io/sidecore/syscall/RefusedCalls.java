package io.sidecore.syscall;

import static io.sidecore.syscall.SyscallNumber.number;

import java.util.Map;

/** Calls that mean something else on the thread of an engine, or that would take the JVM down, with the reason. */
final class RefusedCalls {
    private static final String THREAD = "it concerns the calling thread, and an engine's thread would answer for itself";
    private static final String PROCESS = "it would end or replace the JVM's process";
    private static final String RUNTIME = "it would change what the JVM's runtime relies on";

    private static final Map<Integer, String> REASONS = Map.ofEntries(Map.entry(SyscallNumber.EXIT, PROCESS),
            Map.entry(SyscallNumber.EXIT_GROUP, PROCESS), Map.entry(SyscallNumber.EXECVE, PROCESS),
            Map.entry(number(322, 281), PROCESS), // execveat
            Map.entry(number(56, 220), PROCESS), // clone
            Map.entry(435, PROCESS), // clone3
            Map.entry(SyscallNumber.GETTID, THREAD), Map.entry(number(13, 134), RUNTIME), // rt_sigaction
            Map.entry(number(14, 135), THREAD), // rt_sigprocmask
            Map.entry(number(15, 139), RUNTIME), // rt_sigreturn
            Map.entry(number(131, 132), THREAD), // sigaltstack
            Map.entry(number(105, 146), THREAD), // setuid
            Map.entry(number(106, 144), THREAD), // setgid
            Map.entry(number(113, 145), THREAD), // setreuid
            Map.entry(number(117, 147), THREAD), // setresuid
            Map.entry(number(126, 91), THREAD), // capset
            Map.entry(number(157, 167), THREAD), // prctl
            Map.entry(number(203, 122), THREAD), // sched_setaffinity
            Map.entry(number(218, 96), THREAD), // set_tid_address
            Map.entry(number(272, 97), THREAD), // unshare
            Map.entry(number(273, 99), THREAD), // set_robust_list
            Map.entry(number(317, 277), THREAD), // seccomp
            Map.entry(number(12, 214), RUNTIME), // brk
            Map.entry(number(57, 1071), PROCESS), // fork, not on aarch64
            Map.entry(number(58, 1072), PROCESS), // vfork, not on aarch64
            Map.entry(number(158, 1073), RUNTIME), // arch_prctl, not on aarch64
            Map.entry(number(114, 143), THREAD), // setregid
            Map.entry(number(116, 159), THREAD), // setgroups
            Map.entry(number(119, 149), THREAD), // setresgid
            Map.entry(number(122, 151), THREAD), // setfsuid
            Map.entry(number(123, 152), THREAD), // setfsgid
            Map.entry(number(308, 268), THREAD), // setns
            Map.entry(number(130, 133), THREAD), // rt_sigsuspend
            Map.entry(number(144, 119), THREAD), // sched_setscheduler
            Map.entry(number(314, 274), THREAD), // sched_setattr
            Map.entry(number(334, 293), THREAD), // rseq
            Map.entry(446, THREAD)); // landlock_restrict_self

    private RefusedCalls() {}

    static void check(int number) {
        String reason = REASONS.get(number);
        if (reason != null) {
            throw new IllegalArgumentException("system call " + number + " is refused: " + reason);
        }
    }
}
