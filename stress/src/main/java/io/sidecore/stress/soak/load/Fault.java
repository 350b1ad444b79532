package io.sidecore.stress.soak.load;

/** What goes wrong on purpose, to see that a soak notices. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** A byte of a message changes on its way. */
    CHECKSUM,
    /** A message is not sent, though it is counted. */
    LOSS,
    /** Descriptors are opened and not closed. */
    LEAK
}
