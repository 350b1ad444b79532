package io.sidecore.stress.soak.load;

import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueReader;
import io.sidecore.ring.broadcast.LatestValueWriter;
import io.sidecore.stress.crash.trial.Violation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A latest value: never torn, never older than the one before. */
final class ValueLoad extends Load {
    private static final long PERIOD_NANOS = 1_000_000;
    private static final int LENGTH = 200;
    private static final int WRITES_OF_A_LIFE = 2000;

    ValueLoad(Stint stint) {
        super("latest", stint);
    }

    @Override
    public void start(Path folder) throws IOException {
        Path file = folder.resolve(name());
        LatestValue.create(file, LENGTH);
        sender("writer", () -> write(file));
        thread("reader", () -> read(file));
        startThreads();
    }

    private void write(Path file) throws IOException {
        LatestValueWriter writer = LatestValue.attach(file).writer();
        MemorySegment source = MemorySegment.ofArray(new byte[LENGTH]);
        long due = System.nanoTime();
        for (long sequence = 1; !stint().isOver(); sequence++) {
            due = pause(due, PERIOD_NANOS);
            Letter.write(source, 0, LENGTH, 0, sequence, due);
            long number = writer.write(source);
            if (number != sequence) {
                throw new Violation("value " + sequence + " was written with number " + number);
            }
            if (sequence % WRITES_OF_A_LIFE == 0) {
                writer.close();
                writer = LatestValue.attach(file).writer();
            }
        }
        writer.close();
    }

    private void read(Path file) throws IOException {
        LatestValueReader reader = LatestValue.attach(file).reader();
        MemorySegment target = MemorySegment.ofArray(new byte[LENGTH]);
        long seen = LatestValue.NONE;
        long due = System.nanoTime();
        while (!haveSendersEnded()) {
            long number = reader.readIfNewer(seen, target);
            if (number > 0) {
                Letter.check(target, 0, LENGTH);
                if (number < seen || Letter.sequence(target, 0) != number) {
                    throw new Violation("value " + Letter.sequence(target, 0) + " came as number " + number
                            + " after number " + seen);
                }
                seen = number;
                countDone(Letter.due(target, 0));
            } else {
                due = pause(due, PERIOD_NANOS);
            }
        }
    }

    @Override
    void close() {
        // The mapping goes with its last user.
    }
}
