package io.sidecore.tools.region;

import io.sidecore.ring.MpscProducer;
import io.sidecore.ring.MpscRing;
import java.io.IOException;
import java.nio.file.Path;

/** A process that dies with a claim open: one message of type 7 committed, and 100 bytes claimed behind it. */
final class DyingProducer {
    private DyingProducer() {}

    public static void main(String[] arguments) throws IOException {
        MpscProducer producer = MpscRing.attach(Path.of(arguments[0])).producer();
        producer.tryClaim(7, 24);
        producer.commit();
        producer.tryClaim(7, 100);
        Runtime.getRuntime().halt(0);
    }
}
