package io.sidecore.stress.hostile.side;

/** What a side has met; each is counted. */
public enum Event {
    /** A message or value was handed to the ring. */
    SENT("sent"),
    /** A message or value was received, and every byte of it is as it was sent. */
    INTACT("intact"),
    /** A message or value was received that nobody has sent so. */
    FORGED("forged"),
    /** No room, or overtaken while copying. */
    REFUSED("refused"),
    /** A claim was told that the ring is closed. */
    CLOSED("closed"),
    /** A {@link io.sidecore.ring.CorruptRingException}. */
    CORRUPT("corrupt"),
    /** One of these took a lane out of use. */
    QUARANTINED("quarantined"),
    /** A side could not be opened, because its place seems to be somebody else's. */
    TAKEN("taken"),
    /** A region could not be attached. */
    UNATTACHED("unattached");

    private final String title;

    Event(String title) {
        this.title = title;
    }

    /** {@return a word for the head of a column} */
    public String title() {
        return title;
    }
}
