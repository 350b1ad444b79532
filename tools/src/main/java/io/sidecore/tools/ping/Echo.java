package io.sidecore.tools.ping;

import io.sidecore.ring.ControlledMessageHandler;
import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.SpscConsumer;
import io.sidecore.ring.SpscProducer;
import io.sidecore.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The pong's loop: sends back what it gets. One thread. */
final class Echo {
    private static final int BATCH = 64;

    private final MemorySegment replies;
    private final SpscConsumer in;
    private final SpscProducer out;
    private final int cpu;
    private final Waiting waiting = new Waiting();
    private final ControlledMessageHandler handler = this::reply;
    private long echoed;

    Echo(SpscRing pong, SpscConsumer in, SpscProducer out, int cpu) {
        this.replies = pong.data();
        this.in = in;
        this.out = out;
        this.cpu = cpu;
    }

    /** Until the signal; returns the number of messages sent back. */
    long run(StopSignal stop) {
        long beat = System.nanoTime();
        while (!stop.isSet()) {
            if (in.controlledPoll(handler, BATCH) > 0) {
                waiting.busy();
            } else {
                waiting.idle(System.nanoTime());
            }
            long now = System.nanoTime();
            if (now - beat > Protocol.BEAT_NANOS) {
                beat = now;
                in.heartbeat();
                out.heartbeat();
            }
        }
        return echoed;
    }

    private Action reply(int type, MemorySegment segment, long offset, int length) {
        long at = out.tryClaim(type, length);
        if (at < 0) {
            return Action.ABORT;
        }
        MemorySegment.copy(segment, offset, replies, at, length);
        if (type == Protocol.GREETING && length == Protocol.GREETING_LENGTH) {
            int other = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset + Protocol.CPU);
            waiting.shareCpu(other == cpu);
            replies.set(ValueLayout.JAVA_INT_UNALIGNED, at + Protocol.CPU, cpu);
        }
        out.commit();
        echoed++;
        return Action.CONTINUE;
    }
}
