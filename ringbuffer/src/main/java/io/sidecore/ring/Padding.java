package io.sidecore.ring;

/** 128 bytes in front of the fields of a side, so that no other object's writes share a line with them. */
abstract sealed class Padding permits RingProducer, RingConsumer, LaneConsumer {
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;

    Padding() {}
}
