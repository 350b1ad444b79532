package io.sidecore.bench.rings.roundtrip;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.chronicle.BoundedQueue;
import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** Two of Chronicle's queues, each message written and read in place. */
final class ChronicleRoundTrip implements Contender {
    private final BoundedQueue there;
    private final BoundedQueue back;
    /** Of the leader; a side belongs to the thread that opens it. */
    private ExcerptAppender sending;
    private ExcerptTailer returning;
    private long sent;
    /** Of the follower. */
    private ExcerptTailer arriving;
    private ExcerptAppender echoing;

    ChronicleRoundTrip(Path folder) throws IOException {
        there = new BoundedQueue(folder.resolve("there"));
        back = new BoundedQueue(folder.resolve("back"));
    }

    @Override
    public void makeRoom() {
        there.makeRoom(sent);
        back.makeRoom(sent);
        sent = 0;
    }

    @Override
    public void lead(int leader, long count) {
        if (sending == null) {
            sending = there.appender();
            returning = back.tailer();
        }
        sent = count;
        for (long number = 0; number < count; number++) {
            try (DocumentContext document = sending.writingDocument()) {
                Payload.write(document.wire().bytes(), number);
            }
            boolean arrived = false;
            while (!arrived) {
                // The floor does not pause either.
                try (DocumentContext document = returning.readingDocument()) {
                    arrived = document.isPresent();
                    if (arrived) {
                        Bytes<?> bytes = document.wire().bytes();
                        long first = bytes.readLong(bytes.readPosition());
                        RoundTripRig.check(first, Payload.read(bytes), number);
                    }
                }
            }
        }
    }

    @Override
    public void follow(long count) {
        if (arriving == null) {
            arriving = there.tailer();
            echoing = back.appender();
        }
        for (long left = count; left > 0;) {
            try (DocumentContext document = arriving.readingDocument()) {
                if (document.isPresent()) {
                    echo(document.wire().bytes());
                    left--;
                }
            }
        }
    }

    /** Sends a message back, word by word. */
    private void echo(Bytes<?> message) {
        try (DocumentContext document = echoing.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            for (int word = 0; word < Payload.WORDS; word++) {
                bytes.writeLong(message.readLong());
            }
        }
    }

    @Override
    public void close() {
        there.close();
        back.close();
    }
}
