package io.sidecore.ring.agrona;

import io.sidecore.ring.MpscRing;
import io.sidecore.ring.SpscRing;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Both rings under the adapter, for parameterised tests. */
enum Adapter {
    ONE_TO_ONE {
        @Override
        AgronaRingBuffer of(int capacity, int alignment) {
            return AgronaRingBuffer.over(SpscRing.anonymous(capacity, alignment));
        }
    },
    MANY_TO_ONE {
        @Override
        AgronaRingBuffer of(int capacity, int alignment) {
            return AgronaRingBuffer.over(MpscRing.anonymous(capacity, alignment));
        }
    };

    static final int TYPE = 7;

    abstract AgronaRingBuffer of(int capacity, int alignment);

    AgronaRingBuffer of(int capacity) {
        return of(capacity, 64);
    }

    static boolean send(AgronaRingBuffer ring, int value) {
        UnsafeBuffer source = new UnsafeBuffer(new byte[Integer.BYTES]);
        source.putInt(0, value);
        return ring.write(TYPE, source, 0, Integer.BYTES);
    }

    static int claim(AgronaRingBuffer ring, int value) {
        int index = ring.tryClaim(TYPE, Integer.BYTES);
        if (index > 0) {
            ring.buffer().putInt(index, value);
        }
        return index;
    }

    static List<Integer> drain(AgronaRingBuffer ring) {
        List<Integer> values = new ArrayList<>();
        ring.read((type, buffer, index, length) -> values.add(buffer.getInt(index)));
        return values;
    }
}
