package io.sidecore.tools.region;

import io.sidecore.ring.MpscRing;
import io.sidecore.ring.LaneRing;
import io.sidecore.ring.RingProducer;
import io.sidecore.ring.broadcast.BroadcastPublisher;
import io.sidecore.ring.broadcast.BroadcastRing;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.tools.CommandRun;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A process that dies with a claim open: something committed, and something claimed behind it. */
final class DyingPeer {
    enum Role {
        PRODUCER, LANE_PRODUCER, PUBLISHER, WRITER
    }

    private DyingPeer() {}

    /** Runs one to its end, and returns its process id. */
    static long run(Role role, Path file) throws IOException, InterruptedException {
        Process child = CommandRun.child(DyingPeer.class, role, file).start();
        child.waitFor();
        return child.pid();
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        switch (Role.valueOf(arguments[0])) {
            case PRODUCER -> produce(MpscRing.attach(file).producer());
            case LANE_PRODUCER -> produce(LaneRing.attach(file).producer());
            case PUBLISHER -> {
                BroadcastPublisher publisher = BroadcastRing.attach(file).publisher();
                publisher.offer(7, MemorySegment.ofArray(new byte[24]));
                publisher.claim(7, 100);
            }
            case WRITER -> {
                LatestValueWriter writer = LatestValue.attach(file).writer();
                for (int i = 0; i < 5; i++) {
                    writer.write(MemorySegment.ofArray(new byte[40]));
                }
                writer.claim();
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void produce(RingProducer producer) {
        producer.tryClaim(7, 24);
        producer.commit();
        producer.tryClaim(7, 100);
    }
}
