package io.sidecore.syscall.differential;

/** An argument of a call, the same in two worlds though its value is not. */
record Argument(Kind kind, long value) {
    enum Kind {
        NUMBER,
        /** Index of a descriptor of the world. */
        DESCRIPTOR,
        /** Offset in the world's memory. */
        ADDRESS
    }

    static Argument number(long value) {
        return new Argument(Kind.NUMBER, value);
    }

    static Argument descriptor(int index) {
        return new Argument(Kind.DESCRIPTOR, index);
    }

    static Argument address(long offset) {
        return new Argument(Kind.ADDRESS, offset);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NUMBER -> Long.toString(value);
            case DESCRIPTOR -> "#" + value;
            case ADDRESS -> "@" + value;
        };
    }
}
