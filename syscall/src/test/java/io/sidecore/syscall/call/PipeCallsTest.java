package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DescriptorPair;
import io.sidecore.syscall.struct.IoVectors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipeCallsTest {
    private final MemorySegment buffer = Arena.ofAuto().allocate(64, 8);

    private static DescriptorPair pipe(Ride ride) {
        DescriptorPair pair = new DescriptorPair();
        ride.ok(ride.calls.pipe2(pair, O_NONBLOCK | O_CLOEXEC));
        assertThat(Libc.LIBC.fcntl(pair.first(), F_GETFL)).isEqualTo(O_RDONLY | O_NONBLOCK);
        assertThat(Libc.LIBC.fcntl(pair.second(), F_GETFL)).isEqualTo(O_WRONLY | O_NONBLOCK);
        return pair;
    }

    private String drain(Ride ride, DescriptorPair pipe) {
        int count = ride.ok(ride.calls.read(pipe.first(), buffer.fill((byte) 0), 0, 63));
        assertThat(count).isPositive();
        return buffer.getString(0);
    }

    private static void close(Ride ride, DescriptorPair pipe) {
        ride.ok(ride.calls.close(pipe.first()));
        ride.ok(ride.calls.close(pipe.second()));
    }

    @ParameterizedTest
    @EnumSource
    void fileIsSplicedThroughAPipeIntoAnother(Route route, @TempDir Path folder) throws IOException {
        Path from = Files.writeString(folder.resolve("from"), "0123456789");
        Path to = folder.resolve("to");
        try (Ride ride = route.open()) {
            DescriptorPair pipe = pipe(ride);
            int in = ride.ok(ride.calls.openat(AT_FDCWD, from.toString(), O_RDONLY, 0));
            int out = ride.ok(ride.calls.openat(AT_FDCWD, to.toString(), O_WRONLY | O_CREAT, 0600));
            buffer.set(JAVA_LONG, 8, 3);
            MemorySegment position = buffer.asSlice(8, 8);
            assertThat(ride.ok(ride.calls.splice(in, position, pipe.second(), 4, SPLICE_F_MORE))).isEqualTo(4);
            assertThat(position.get(JAVA_LONG, 0)).isEqualTo(7);
            assertThat(ride.ok(ride.calls.splice(in, pipe.second(), 2, 0))).isEqualTo(2);
            assertThat(ride.ok(ride.calls.splice(pipe.first(), out, 100, SPLICE_F_MOVE))).isEqualTo(6);
            assertThat(to).hasContent("345601");
            int unknown = 1 << 20;
            ride.fails(Errno.EINVAL, ride.calls.splice(in, pipe.second(), 2, unknown));
            ride.fails(Errno.EINVAL, ride.calls.splice(in, position, pipe.second(), 2, unknown));
            ride.fails(Errno.EINVAL,
                    ride.calls.vmsplice(pipe.second(), new IoVectors(1).add(buffer, 0, 1), unknown));
            ride.fails(Errno.EAGAIN, ride.calls.splice(pipe.first(), out, 100, SPLICE_F_NONBLOCK));
            close(ride, pipe);
            ride.ok(ride.calls.close(in));
            ride.ok(ride.calls.close(out));
        }
    }

    @ParameterizedTest
    @EnumSource
    void teeLeavesTheBytesInTheFirstPipe(Route route) {
        try (Ride ride = route.open()) {
            DescriptorPair one = pipe(ride);
            DescriptorPair other = pipe(ride);
            Libc.LIBC.write(one.second(), "stream".getBytes(), 6);
            assertThat(ride.ok(ride.calls.tee(one.first(), other.second(), 4, SPLICE_F_NONBLOCK))).isEqualTo(4);
            ride.fails(Errno.EINVAL, ride.calls.tee(one.first(), other.second(), 4, 1 << 20));
            assertThat(drain(ride, other)).isEqualTo("stre");
            assertThat(drain(ride, one)).isEqualTo("stream");
            close(ride, one);
            close(ride, other);
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryIsSplicedIntoAPipe(Route route) {
        MemorySegment text = Arena.ofAuto().allocateFrom("user memory");
        try (Ride ride = route.open()) {
            DescriptorPair pipe = pipe(ride);
            IoVectors vectors = new IoVectors(2).add(text, 5, 6).add(text, 0, 4);
            assertThat(ride.ok(ride.calls.vmsplice(pipe.second(), vectors, 0))).isEqualTo(10);
            assertThat(drain(ride, pipe)).isEqualTo("memoryuser");
            close(ride, pipe);
        }
    }
}
