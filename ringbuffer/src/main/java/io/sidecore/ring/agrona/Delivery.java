package io.sidecore.ring.agrona;

import io.sidecore.ring.ControlledMessageHandler.Action;
import io.sidecore.ring.RingConsumer;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/** The consuming side with Agrona's handlers in place of ours; apart from the adapter, whose fields producers read. One thread. */
final class Delivery {
    private final RingConsumer consumer;
    private final UnsafeBuffer buffer;
    // Made once, so that a read allocates nothing.
    private final io.sidecore.ring.MessageHandler toHandler = this::deliver;
    private final io.sidecore.ring.ControlledMessageHandler toControlledHandler = this::deliverControlled;

    private MessageHandler handler;
    private ControlledMessageHandler controlledHandler;

    Delivery(RingConsumer consumer, UnsafeBuffer buffer) {
        this.consumer = consumer;
        this.buffer = buffer;
    }

    RingConsumer consumer() {
        return consumer;
    }

    int read(MessageHandler to, int limit) {
        MessageHandler outer = handler;
        handler = to;
        try {
            return consumer.poll(toHandler, limit);
        } finally {
            // A handler that tried to read is refused, and goes on with its own messages.
            handler = outer;
        }
    }

    int controlledRead(ControlledMessageHandler to, int limit) {
        ControlledMessageHandler outer = controlledHandler;
        controlledHandler = to;
        try {
            return consumer.controlledPoll(toControlledHandler, limit);
        } finally {
            controlledHandler = outer;
        }
    }

    private void deliver(int type, MemorySegment segment, long offset, int length) {
        handler.onMessage(type, buffer, (int) offset, length);
    }

    private Action deliverControlled(int type, MemorySegment segment, long offset, int length) {
        ControlledMessageHandler.Action action = controlledHandler.onMessage(type, buffer, (int) offset, length);
        // Agrona goes on after null, too.
        return switch (action) {
            case ABORT -> Action.ABORT;
            case BREAK -> Action.BREAK;
            case COMMIT -> Action.COMMIT;
            case null, default -> Action.CONTINUE;
        };
    }
}
