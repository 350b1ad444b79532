package io.sidecore.stress.crash.page;

/** What a call is for, and where its effect is to be found when its process has died. */
enum Deed {
    /** {@code pwrite} of its record at the place of its number; in no order. */
    PLACE,
    /** The same behind a barrier, before all later calls. */
    MARK,
    /** {@code write} at the end of a file; in no order. */
    APPEND,
    /** {@code write} at the end of another file, when the earlier ones there are final. */
    ORDERED,
    /** {@code write} into a FIFO that outlives the process. */
    PIPE,
    /** {@code read} of one record from that FIFO; what was read is noted with its result. */
    TAKE,
    /** {@code flock} of the file of {@link #ORDERED}, which another descriptor has locked: waits, and those with it that are in order behind it. */
    LOCK;

    /** Whether it leaves a record behind. */
    boolean writes() {
        return this != TAKE && this != LOCK;
    }

    /** What the kernel says when it has been done. */
    long success() {
        return this == LOCK ? 0 : PageRecord.LENGTH;
    }
}
