package io.sidecore.syscall.differential;

import io.sidecore.syscall.call.SyscallNumber;
import java.util.List;

/**
 * One system call, for two worlds.
 *
 * @param where       what the effect concerns
 * @param differences offsets of four bytes each that the call leaves different in the two worlds
 */
record Call(int number, Effect effect, int where, List<Integer> differences, List<Argument> arguments) {
    /** What the world learns from it, beside the result. */
    enum Effect {
        NONE,
        /** The result is a descriptor. */
        OPENS,
        /** Two descriptors are at offset {@code where}. */
        OPENS_PAIR,
        /** The result is a descriptor that was open before. */
        REPLACES,
        /** Descriptor {@code where} is gone. */
        CLOSES
    }

    static Call of(int number, Argument... arguments) {
        return new Call(number, Effect.NONE, 0, List.of(), List.of(arguments));
    }

    Call having(Effect what, int of) {
        return new Call(number, what, of, differences, arguments);
    }

    Call leaving(Integer... offsets) {
        return new Call(number, effect, where, List.of(offsets), arguments);
    }

    boolean opens() {
        return effect == Effect.OPENS || effect == Effect.OPENS_PAIR;
    }

    @Override
    public String toString() {
        return SyscallNumber.name(number) + arguments;
    }
}
