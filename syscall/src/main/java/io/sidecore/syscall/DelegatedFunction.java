package io.sidecore.syscall;

/**
 * A function that runs on the syscall core instead of the application's: the locality that FlexSC wins for system calls is not special to them
 * (compare ffwd, SOSP 2017). What it touches stays in that core's caches, and needs no lock as long as one core's functions touch it only.
 *
 * <p>It runs on a syscall thread, between system calls, one after the other on a core: what it waits for, all calls of that core wait for,
 * so it should not. It must not use the page that called it.
 */
@FunctionalInterface
public interface DelegatedFunction {
    /** The result of a call whose function threw; {@link Delegate#failure} tells what. */
    long THREW = Long.MIN_VALUE;

    /**
     * Computes; doubles travel as {@link Double#doubleToRawLongBits}.
     *
     * @param a0 first argument; those that the caller has not given are 0
     * @param a1 second argument
     * @param a2 third argument
     * @param a3 fourth argument
     * @param a4 fifth argument
     * @param a5 sixth argument
     * @return the result, as {@code poll} hands it over; any value but {@link #THREW} and {@link SharedPage#PENDING}
     */
    long apply(long a0, long a1, long a2, long a3, long a4, long a5);
}
