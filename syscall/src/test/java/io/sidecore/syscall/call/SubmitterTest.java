package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecore.syscall.call.Route.Ride;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubmitterTest {
    @ParameterizedTest
    @EnumSource
    void everyRefusedCallIsRefusedInBothRawForms(Route route) {
        try (Ride ride = route.open()) {
            for (CallTable.Call call : CallTable.CALLS) {
                int number = call.number();
                if (call.kind() == Conduct.REFUSED && number != CallTable.NONE) {
                    assertThatThrownBy(() -> ride.calls.raw(number)).isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(call.name()).hasMessageContaining(Conduct.reason(call));
                    assertThatThrownBy(() -> ride.calls.submit(number, 0, 0, 0, 0, 0, 0, 0, null))
                            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(Conduct.reason(call));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rawFormsHandTheArgumentsOver(Route route) {
        MemorySegment text = Arena.ofAuto().allocateFrom("/dev/null");
        try (Ride ride = route.open()) {
            int fd = ride
                    .ok(ride.calls.raw(SyscallNumber.OPENAT, FileCalls.AT_FDCWD, text.address(), FileCalls.O_RDWR, 0));
            assertThat(ride.ok(ride.calls.submit(SyscallNumber.WRITE, 3, fd, text.address(), 9, 0, 0, 0, text)))
                    .isEqualTo(9);
            ride.ok(ride.calls.raw(SyscallNumber.CLOSE, fd));
            ride.fails(Errno.EFAULT, ride.calls.raw(SyscallNumber.OPENAT, FileCalls.AT_FDCWD, 16, FileCalls.O_RDWR, 0));
            ride.fails(Errno.ENOSYS, ride.calls.raw(0xFFFF));
        }
    }

    @ParameterizedTest
    @EnumSource
    void numbersAndCountsOutOfRangeAreRefused(Route route) {
        try (Ride ride = route.open()) {
            assertThatThrownBy(() -> ride.calls.raw(1, 1, 2, 3, 4, 5, 6, 7)).hasMessageContaining("at most six");
            assertThatThrownBy(() -> ride.calls.raw(-1)).hasMessageContaining("0 to 65535");
            assertThatThrownBy(() -> ride.calls.raw(0x10000)).hasMessageContaining("0 to 65535");
        }
    }
}
