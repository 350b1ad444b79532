package io.sidecore.bench.rig;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sun.misc.Unsafe;

/** What one thread writes for each message shares no line, nor the pair of lines that are fetched together, with a neighbour on the heap. */
class FieldLayoutTest {
    private static final int PAIR_OF_LINES = 128;
    private static final int REFERENCE = 4;

    @ParameterizedTest
    @ValueSource(strings = {"ring.SpscProducer", "ring.SpscConsumer", "ring.MpscProducer", "ring.MpscConsumer",
            "ring.LaneConsumer", "ring.broadcast.BroadcastPublisher", "ring.broadcast.BroadcastReader",
            "ring.broadcast.LatestValueWriter", "ring.broadcast.LatestValueReader", "syscall.SyscallPage",
            "syscall.PrivatePageQueue", "syscall.SharedPageQueue", "bench.rings.message.SegmentTally",
            "bench.memory.ablation.ClaimingWriter", "bench.memory.ablation.PollingReader",
            "bench.memory.ablation.RoomWriter", "bench.memory.ablation.PublishingWriter",
            "bench.calls.peers.InFlight$Done"})
    void fieldsAreFarFromOtherObjects(String name) throws ReflectiveOperationException {
        Unsafe unsafe = unsafe();
        LongSummaryStatistics fields = new LongSummaryStatistics();
        long end = 0;
        for (Field field : fields(Class.forName("io.sidecore." + name))) {
            @SuppressWarnings("removal")
            long offset = unsafe.objectFieldOffset(field);
            if (!isPadding(field)) {
                fields.accept(offset);
            }
            end = Math.max(end, offset + REFERENCE);
        }
        long behind = end - fields.getMax() - Long.BYTES;
        assertAll(
                () -> assertTrue(fields.getMin() >= PAIR_OF_LINES, "a field at offset " + fields.getMin()),
                () -> assertTrue(behind >= PAIR_OF_LINES - Long.BYTES,
                        "only " + behind + " bytes behind the last field"));
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static boolean isPadding(Field field) {
        return field.getName().matches("[pq]\\d\\d|hole");
    }

    private static Unsafe unsafe() throws ReflectiveOperationException {
        Field unsafe = Unsafe.class.getDeclaredField("theUnsafe");
        unsafe.setAccessible(true);
        return (Unsafe) unsafe.get(null);
    }
}
