package io.sidecore.memory;

/** What can be said of the process behind a place in the table of parties; by {@code /proc}, proc_pid_stat(5). */
public enum Liveness {
    /** It runs. */
    ALIVE,
    /** Its process id is gone, is a zombie, or belongs to a process that started later. */
    DEAD,
    /** It lives in another PID namespace, or {@code /proc} hides it: nothing may be taken from it. */
    UNKNOWN
}
