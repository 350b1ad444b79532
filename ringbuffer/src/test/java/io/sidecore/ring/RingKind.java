package io.sidecore.ring;

import java.io.IOException;
import java.nio.file.Path;

/** The two kinds of ring behind one face, for tests of what they have in common. */
enum RingKind {
    SPSC, MPSC;

    Ring anonymous(long capacity) {
        return this == SPSC ? SpscRing.anonymous(capacity) : MpscRing.anonymous(capacity);
    }

    Ring create(Path file, long capacity) throws IOException {
        return this == SPSC ? SpscRing.create(file, capacity) : MpscRing.create(file, capacity);
    }

    Ring memfd(long capacity) throws IOException {
        return this == SPSC ? SpscRing.memfd("test", capacity) : MpscRing.memfd("test", capacity);
    }

    Ring attach(Path file) throws IOException {
        return this == SPSC ? SpscRing.attach(file) : MpscRing.attach(file);
    }

    RingProducer producer(Ring ring) {
        return switch (ring) {
            case SpscRing spsc -> spsc.producer();
            case MpscRing mpsc -> mpsc.producer();
        };
    }

    RingConsumer consumer(Ring ring) {
        return switch (ring) {
            case SpscRing spsc -> spsc.consumer();
            case MpscRing mpsc -> mpsc.consumer();
        };
    }
}
