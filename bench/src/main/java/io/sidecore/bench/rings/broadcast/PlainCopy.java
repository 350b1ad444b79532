package io.sidecore.bench.rings.broadcast;

import io.sidecore.bench.rig.Contender;
import io.sidecore.bench.rings.message.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One cache line after the other copied into memory as large as the rings, with nothing that tells a reader: the floor of a copy. */
final class PlainCopy implements Contender {
    private final MemorySegment data = Arena.global().allocate(Payload.ringCapacity(), Prepared.LINE);
    private final Prepared prepared = new Prepared();
    private long position;

    @Override
    public void lead(int leader, long count) {
        MemorySegment source = prepared.segment();
        MemorySegment target = data;
        long mask = target.byteSize() - 1;
        long at = position;
        for (long number = 0; number < count; number++) {
            MemorySegment.copy(source, Prepared.offset(number), target, at & mask, Prepared.LINE);
            at += Prepared.LINE;
        }
        position = at;
        Prepared.check(Payload.read(target, at - Prepared.LINE & mask), count - 1);
    }

    @Override
    public void follow(long count) {
        // Nobody reads.
    }
}
