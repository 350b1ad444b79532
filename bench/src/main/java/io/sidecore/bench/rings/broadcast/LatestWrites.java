package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import io.sidecore.ring.broadcast.LatestValue;
import io.sidecore.ring.broadcast.LatestValueReader;
import io.sidecore.ring.broadcast.LatestValueWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@link LatestValue}: each value copied in, with no reader. */
final class LatestWrites implements Contender {
    private final LatestValue value = LatestValue.anonymous(Payload.BYTES);
    private final LatestValueWriter writer = value.writer();
    private final LatestValueReader reader = value.reader();
    private final MemorySegment copy = Arena.global().allocate(Payload.BYTES, Prepared.LINE);
    private final Prepared prepared = new Prepared();

    @Override
    public void lead(int leader, long count) {
        MemorySegment source = prepared.segment();
        for (long number = 0; number < count; number++) {
            writer.write(source, Prepared.offset(number));
        }
        if (reader.read(copy) != writer.sequence()) {
            throw new IllegalStateException("the last value is not there");
        }
        Prepared.check(Payload.read(copy, 0), count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody reads.
    }
}
