package io.sidecore.bench.latency.transport;

import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.sidecore.bench.rig.Padded;
import io.sidecore.bench.rings.message.Payload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** The message that came back in a buffer of Agrona's. */
final class BufferMessage extends Padded implements MessageHandler, FragmentHandler {
    private static final int LENGTH = Entrants.CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;

    private long first;
    private long sum;

    @SuppressWarnings("unused")
    private Object q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16, q17, q18, q19,
            q20, q21, q22, q23, q24, q25, q26, q27, q28, q29, q30, q31;

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        first = buffer.getLong(index);
        sum = Payload.read(buffer, index);
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
        first = buffer.getLong(offset);
        sum = Payload.read(buffer, offset);
    }

    /** Its number; throws unless it is whole. */
    long number() {
        return Entrants.whole(first, sum);
    }

    static void copy(DirectBuffer from, int fromOffset, MutableDirectBuffer to, int toOffset) {
        for (int word = 0; word < Payload.WORDS; word++) {
            to.putLong(toOffset + 8 * word, from.getLong(fromOffset + 8 * word));
        }
    }

    /** Memory of a ring buffer between threads. */
    static UnsafeBuffer allocate() {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, 128));
    }

    /** Memory of a ring buffer between processes. */
    static UnsafeBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH));
        }
    }
}
