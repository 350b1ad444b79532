package io.sidecore.syscall;

/** 128 bytes in front of the fields that one thread writes for each call, so that no other object's writes share a line with them. */
abstract sealed class Padding permits Page, PageQueue {
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    Padding() {}
}
