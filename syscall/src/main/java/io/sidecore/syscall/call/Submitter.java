package io.sidecore.syscall.call;

import java.util.Arrays;

/**
 * The one door through which every typed call goes: at once for direct calls, into an entry for a syscall page.
 *
 * <p>The families of typed calls are interfaces with default methods that check their arguments and end here. Their receiver is
 * a final class, so that the compiler sees through both.
 */
public sealed interface Submitter permits DataCalls, DescriptorCalls, DirectoryCalls,
        EventCalls, FileCalls, MemoryCalls, MessageCalls, PipeCalls, ProcessCalls, SocketCalls, TimeCalls {
    /**
     * The raw form without allocation: the caller answers for pointers, as with {@link #raw}, and for an argument count that is within
     * range. Which calls are refused does not depend on the form.
     *
     * @param number    of the call, 0 to 65535, see {@link SyscallNumber}
     * @param arguments how many of the following count, 0 to 6
     * @param a0        first argument, as the kernel takes it
     * @param a1        second argument
     * @param a2        third argument
     * @param a3        fourth argument
     * @param a4        fifth argument
     * @param a5        sixth argument
     * @param held      kept reachable until the call has its result, as a rule the segment that the arguments point into; or null
     * @return result or token
     * @throws IllegalArgumentException if the call is refused, see {@link Conduct#refusal}, or the number out of range
     */
    long submit(int number, int arguments, long a0, long a1, long a2, long a3, long a4, long a5, Object held);

    /**
     * Any call, by its number, with bare arguments. Pointers among them must stay valid until the call has its result; a wrong
     * one is the kernel's EFAULT at best and overwrites the JVM's memory at worst.
     *
     * @param number    of the call, see {@link SyscallNumber}
     * @param arguments as the kernel takes them, at most six
     * @return result or token
     * @throws IllegalArgumentException if there are more than six arguments, the number is out of range, or the call is refused
     *                                  because it depends on the calling thread or would break the JVM
     */
    default long raw(int number, long... arguments) {
        if (arguments.length > 6) {
            throw new IllegalArgumentException(arguments.length + " arguments: the kernel takes at most six");
        }
        long[] a = Arrays.copyOf(arguments, 6);
        return submit(number, arguments.length, a[0], a[1], a[2], a[3], a[4], a[5], null);
    }
}
