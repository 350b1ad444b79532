package io.sidecore.examples.sbe;

import io.sidecore.examples.sbe.codec.MessageHeaderDecoder;
import io.sidecore.examples.sbe.codec.MessageHeaderEncoder;
import io.sidecore.examples.sbe.codec.NewOrderDecoder;
import io.sidecore.examples.sbe.codec.NewOrderEncoder;
import io.sidecore.examples.sbe.codec.Side;
import io.sidecore.ring.SpscRing;
import io.sidecore.ring.agrona.AgronaRingBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * One thread encodes orders with SBE into claims of a ring, another decodes them in place: ring and codecs copy nothing and allocate nothing per message.
 * Printing the orders, for which strings are made, stands in for the work of an application.
 *
 * <p>Everything but {@link #main} knows Agrona's {@link RingBuffer} only: it runs over a {@code OneToOneRingBuffer} just as well. Needs
 * {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}, as all users of Agrona's buffers do.
 */
public final class SbeOrderFlow {
    /** Ring message type of everything that begins with an SBE header; that header says which message it is. */
    private static final int SBE = 1;
    private static final String[] SYMBOLS = {"MSFT", "AAPL", "NVDA"};

    private SbeOrderFlow() {}

    /**
     * Sends orders and prints them on the other side.
     *
     * @param args how many; 5 if there is none
     * @throws InterruptedException if the thread is interrupted while it waits for the sending one
     */
    public static void main(String[] args) throws InterruptedException {
        int count = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        try (AgronaRingBuffer ring = AgronaRingBuffer.over(SpscRing.anonymous(1 << 16))) {
            Thread gateway = Thread.ofPlatform().name("gateway").start(() -> send(ring, count));
            receive(ring, count);
            gateway.join();
        }
    }

    private static void send(RingBuffer ring, int count) {
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        NewOrderEncoder order = new NewOrderEncoder();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + NewOrderEncoder.BLOCK_LENGTH;
        for (int i = 0; i < count; i++) {
            int index;
            while ((index = ring.tryClaim(SBE, length)) == RingBuffer.INSUFFICIENT_CAPACITY) {
                Thread.onSpinWait();
            }
            order.wrapAndApplyHeader(ring.buffer(), index, header).orderId(1000 + i).symbol(SYMBOLS[i % SYMBOLS.length])
                    .price(4_150_000L + 100 * i).quantity(10 * (i + 1)).side(i % 2 == 0 ? Side.BUY : Side.SELL);
            ring.commit(index);
        }
    }

    private static void receive(RingBuffer ring, int count) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        NewOrderDecoder order = new NewOrderDecoder();
        // Once: it captures the decoders, so each evaluation would allocate.
        MessageHandler handler = (type, buffer, index, length) -> {
            header.wrap(buffer, index);
            if (type == SBE && header.templateId() == NewOrderDecoder.TEMPLATE_ID) {
                print(order.wrapAndApplyHeader(buffer, index, header));
            }
        };
        int received = 0;
        while (received < count) {
            int read = ring.read(handler);
            if (read == 0) {
                Thread.onSpinWait();
            }
            received += read;
        }
    }

    private static void print(NewOrderDecoder order) {
        System.out.println(order.orderId() + " " + order.side() + " " + order.quantity() + " " + order.symbol() + " at "
                + order.price());
    }
}
