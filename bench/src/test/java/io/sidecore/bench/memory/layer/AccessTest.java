package io.sidecore.bench.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
    private static final int BYTES = 256;
    private static final long VALUE = 0x0102_0304_0506_0708L;

    @ParameterizedTest
    @EnumSource
    void plainAndOrderedAccessesReachTheSameBytes(Layer layer) {
        Access access = layer.open(BYTES);
        access.putLong(64, VALUE);
        assertThat(access.getLongAcquire(64)).isEqualTo(VALUE);
        access.putLongRelease(72, VALUE + 1);
        assertThat(access.getLong(72)).isEqualTo(VALUE + 1);
        access.putInt(80, 7);
        assertThat(access.getIntAcquire(80)).isEqualTo(7);
        access.putIntRelease(84, 8);
        assertThat(access.getInt(84)).isEqualTo(8);
        assertThat(access.getLong(64)).isEqualTo(VALUE);
        assertThat(access.getLong(80)).isEqualTo(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? 8L << 32 | 7
                : 7L << 32 | 8);
    }

    @ParameterizedTest
    @EnumSource
    void isZeroAtFirstUpToTheLastByte(Layer layer) {
        Access access = layer.open(BYTES);
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            assertThat(access.getLong(at)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SEGMENT", "BYTE_ARRAY"})
    void layerThatIsSaidToCheckBoundsDoes(Layer layer) {
        Access access = layer.open(BYTES);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> access.putLong(BYTES, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> access.putIntRelease(BYTES, 1));
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreReadAsTheyWereWrittenForManyLaps(Layer layer) {
        RecordLoop loop = new RecordLoop();
        loop.layer = layer;
        loop.open();
        long sum = loop.messages();
        for (int batch = 0; batch < 100; batch++) {
            // Throws unless each record was there, with what was written.
            assertThat(loop.messages()).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readerLeavesEveryLineZeroAtItsStart(Layer layer) {
        Access access = layer.open(RecordLoop.LENGTH);
        RecordLoop loop = new RecordLoop();
        loop.open(access);
        loop.messages();
        for (int at = 2 * RecordLoop.LINE; at < RecordLoop.LENGTH; at += RecordLoop.LINE) {
            assertThat(access.getLong(at)).isZero();
        }
    }

    @Test
    void loopNoticesAMemoryThatForgets() {
        RecordLoop loop = new RecordLoop();
        loop.open(new Forgetting(Layer.SEGMENT.open(RecordLoop.LENGTH)));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(loop::messages);
    }

    /** Loses what is stored into the third word of a record. */
    private record Forgetting(Access memory) implements Access {
        @Override
        public long getLong(long at) {
            return memory.getLong(at);
        }

        @Override
        public void putLong(long at, long value) {
            if (at % RecordLoop.LINE != 16) {
                memory.putLong(at, value);
            }
        }

        @Override
        public int getInt(long at) {
            return memory.getInt(at);
        }

        @Override
        public void putInt(long at, int value) {
            memory.putInt(at, value);
        }

        @Override
        public int getIntAcquire(long at) {
            return memory.getIntAcquire(at);
        }

        @Override
        public void putIntRelease(long at, int value) {
            memory.putIntRelease(at, value);
        }

        @Override
        public long getLongAcquire(long at) {
            return memory.getLongAcquire(at);
        }

        @Override
        public void putLongRelease(long at, long value) {
            memory.putLongRelease(at, value);
        }
    }
}
