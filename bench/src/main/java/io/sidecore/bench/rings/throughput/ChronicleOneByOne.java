package io.sidecore.bench.rings.throughput;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.chronicle.BoundedQueue;
import io.sidecore.bench.rings.message.BytesTally;
import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** Chronicle's queue: each message written and read in place. The producer never waits, because nothing is ever overwritten. */
final class ChronicleOneByOne implements Contender {
    private final BoundedQueue queue;
    private final BytesTally tally = new BytesTally(1);
    /** Of the leader; a side belongs to the thread that opens it. */
    private ExcerptAppender appender;
    private long sent;
    /** Of the follower. */
    private ExcerptTailer tailer;

    ChronicleOneByOne(Path folder) throws IOException {
        queue = new BoundedQueue(folder);
    }

    @Override
    public void makeRoom() {
        queue.makeRoom(sent);
        sent = 0;
    }

    @Override
    public void lead(int leader, long count) {
        if (appender == null) {
            appender = queue.appender();
        }
        sent = count;
        for (long number = 0; number < count; number++) {
            try (DocumentContext document = appender.writingDocument()) {
                Payload.write(document.wire().bytes(), number);
            }
        }
    }

    @Override
    public void follow(long count) {
        if (tailer == null) {
            tailer = queue.tailer();
        }
        tally.begin();
        while (tally.received() < count) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (document.isPresent()) {
                    tally.onMessage(document.wire().bytes());
                } else {
                    Thread.onSpinWait();
                }
            }
        }
        tally.end(count);
    }

    @Override
    public void close() {
        queue.close();
    }
}
