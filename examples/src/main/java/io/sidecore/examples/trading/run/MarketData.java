package io.sidecore.examples.trading.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A subscriber to the published trades, on loopback: counts the datagrams that arrive. One thread at a time. */
final class MarketData implements AutoCloseable {
    private final DatagramChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(2 * TradePublisher.BYTES);
    private long received;

    MarketData() throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    void drain() {
        try {
            while (channel.receive(datagram.clear()) != null) {
                received++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot receive published trades", e);
        }
    }

    long received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
