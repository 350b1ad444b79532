package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.DirectCalls;
import io.sidecore.syscall.struct.CString;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.DirectoryEntries;
import io.sidecore.syscall.struct.EpollEvents;
import io.sidecore.syscall.struct.FileLock;
import io.sidecore.syscall.struct.FileTimes;
import io.sidecore.syscall.struct.ITimerSpec;
import io.sidecore.syscall.struct.IoVectors;
import io.sidecore.syscall.struct.PollDescriptors;
import io.sidecore.syscall.struct.StatxBuffer;
import io.sidecore.syscall.struct.TimeSpec;
import io.sidecore.syscall.struct.socket.MessageHeader;
import io.sidecore.syscall.struct.socket.MessageVector;
import io.sidecore.syscall.struct.socket.SocketAddressBuffer;
import io.sidecore.syscall.struct.socket.SocketOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bad argument after the other, for every typed call that takes memory; all other arguments are harmless. */
class ArgumentChecksTest {
    /** The kernel only reads these segments, or their content does not matter. */
    private static final Set<String> READ_ONLY_WILL_DO = Set.of("write", "pwrite", "bind", "connect", "sendto",
            "mprotect",
            "madvise", "msync", "mlock", "munlock");

    private final DirectCalls calls = new DirectCalls();

    /** A call and the place of an argument that is memory. */
    record Place(Method call, int argument) {
        @Override
        public String toString() {
            return call.getName() + Arrays.toString(call.getParameterTypes()) + " argument " + argument;
        }
    }

    private static Stream<Place> places(boolean segments) {
        List<Place> places = new ArrayList<>();
        for (Class<?> family : SystemCalls.class.getInterfaces()) {
            for (Method call : family.getDeclaredMethods()) {
                for (int i = 0; i < call.getParameterCount(); i++) {
                    Class<?> type = call.getParameterTypes()[i];
                    if (call.isDefault() && !type.isPrimitive() && type != String.class
                            && (type == MemorySegment.class) == segments) {
                        places.add(new Place(call, i));
                    }
                }
            }
        }
        return places.stream();
    }

    static Stream<Place> segments() {
        return places(true);
    }

    static Stream<Place> structures() {
        return places(false);
    }

    /** Something of the type that the call takes, in given memory. */
    private static Object argument(Class<?> type, Arena arena) {
        return switch (type.getSimpleName()) {
            case "int" -> -1;
            case "long" -> 0L;
            case "String" -> "name";
            case "MemorySegment" -> arena.allocate(64, 8);
            case "CString" -> new CString("name", arena);
            case "StatxBuffer" -> new StatxBuffer(arena);
            case "DescriptorPair" -> new DescriptorPair(arena);
            case "DirectoryEntries" -> new DirectoryEntries(64, arena);
            case "EpollEvents" -> new EpollEvents(1, arena);
            case "FileLock" -> new FileLock(arena);
            case "FileTimes" -> new FileTimes(arena);
            case "ITimerSpec" -> new ITimerSpec(arena);
            case "IoVectors" -> new IoVectors(1, arena).add(arena.allocate(8), 0, 8);
            case "PollDescriptors" -> new PollDescriptors(1, arena);
            case "TimeSpec" -> new TimeSpec(arena).set(-1, 0);
            case "MessageHeader" -> new MessageHeader(arena);
            case "MessageVector" -> new MessageVector(1, arena);
            case "SocketAddressBuffer" -> new SocketAddressBuffer(arena);
            case "SocketOption" -> new SocketOption(4, arena);
            default -> throw new AssertionError("no example of " + type);
        };
    }

    private static Object[] arguments(Method call, Arena arena) {
        Object[] arguments = Arrays.stream(call.getParameterTypes()).map(type -> argument(type, arena)).toArray();
        if (call.getName().equals("fcntl") && call.getParameterTypes()[2] == FileLock.class) {
            arguments[1] = DescriptorCalls.F_OFD_GETLK;
        }
        if (call.getName().endsWith("mmsg")) {
            arguments[2] = 1;
        }
        return arguments;
    }

    private long invoke(Method call, Object[] arguments) throws Throwable {
        try {
            return (long) call.invoke(calls, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @MethodSource("segments")
    void heapSegmentIsRefused(Place place) {
        Object[] arguments = arguments(place.call, Arena.ofAuto());
        arguments[place.argument] = MemorySegment.ofArray(new long[8]);
        assertThatThrownBy(() -> invoke(place.call, arguments)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("heap segment");
    }

    @ParameterizedTest
    @MethodSource("segments")
    void readOnlySegmentIsRefusedWhereTheKernelWrites(Place place) throws Throwable {
        Object[] arguments = arguments(place.call, Arena.ofAuto());
        arguments[place.argument] = Arena.ofAuto().allocate(64, 8).asReadOnly();
        if (READ_ONLY_WILL_DO.contains(place.call.getName())) {
            assertThat(invoke(place.call, arguments)).isNotPositive();
        } else {
            assertThatThrownBy(() -> invoke(place.call, arguments)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("read-only");
        }
    }

    @ParameterizedTest
    @MethodSource("segments")
    void segmentOfAClosedArenaIsRefused(Place place) {
        Object[] arguments = arguments(place.call, Arena.ofAuto());
        Arena closed = Arena.ofShared();
        arguments[place.argument] = closed.allocate(64, 8);
        closed.close();
        assertThatThrownBy(() -> invoke(place.call, arguments)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @MethodSource("structures")
    void structureOfAClosedArenaIsRefused(Place place) {
        Object[] arguments = arguments(place.call, Arena.ofAuto());
        Arena closed = Arena.ofShared();
        arguments[place.argument] = argument(place.call.getParameterTypes()[place.argument], closed);
        closed.close();
        assertThatThrownBy(() -> invoke(place.call, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arena is closed");
    }

    @ParameterizedTest
    @MethodSource("segments")
    void bytesOutsideOfTheSegmentAreRefused(Place place) {
        Class<?>[] types = place.call.getParameterTypes();
        boolean ranged = place.argument + 2 < types.length && types[place.argument + 1] == long.class
                && types[place.argument + 2] == long.class;
        long[][] ranges = {{0, 65}, {1, 64}, {-1, 1}, {0, -1}, {Long.MAX_VALUE, 1}, {64, Long.MIN_VALUE}};
        for (long[] range : ranged ? ranges : new long[0][]) {
            Object[] arguments = arguments(place.call, Arena.ofAuto());
            arguments[place.argument + 1] = range[0];
            arguments[place.argument + 2] = range[1];
            assertThatThrownBy(() -> invoke(place.call, arguments)).as(Arrays.toString(range))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void tooSmallRoomForPositionsIsRefused() {
        MemorySegment small = Arena.ofAuto().allocate(8, 8).asSlice(0, 7);
        assertThatThrownBy(() -> calls.sendfile(-1, -1, small, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> calls.splice(-1, small, -1, 1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> calls.copy_file_range(-1, -1, 1, Arena.ofAuto().allocate(15)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void buffersOfAVectorAreCheckedAgainWhenItIsUsed() {
        Arena arena = Arena.ofShared();
        IoVectors vectors = new IoVectors(2).add(Arena.ofAuto().allocate(8), 0, 8).add(arena.allocate(8), 0, 8);
        assertThat(calls.writev(-1, vectors)).isEqualTo(-Errno.EBADF);
        arena.close();
        assertThatThrownBy(() -> calls.writev(-1, vectors)).hasMessageContaining("closed");
        assertThatThrownBy(() -> calls.sendmsg(-1, new MessageHeader().buffers(vectors), 0))
                .hasMessageContaining("closed");
        IoVectors readOnly = new IoVectors(1).add(Arena.ofAuto().allocate(8).asReadOnly(), 0, 8);
        assertThat(calls.writev(-1, readOnly)).isEqualTo(-Errno.EBADF);
        assertThatThrownBy(() -> calls.readv(-1, readOnly)).hasMessageContaining("read-only");
        assertThatThrownBy(() -> calls.preadv2(-1, readOnly, 0, 0)).hasMessageContaining("read-only");
        assertThatThrownBy(() -> calls.recvmsg(-1, new MessageHeader().buffers(readOnly), 0))
                .hasMessageContaining("read-only");
    }

    @Test
    void moreMessagesThanThereAreIsRefused() {
        MessageVector messages = new MessageVector(2);
        for (int count : new int[]{-1, 3}) {
            assertThatThrownBy(() -> calls.sendmmsg(-1, messages, count, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> calls.recvmmsg(-1, messages, count, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
