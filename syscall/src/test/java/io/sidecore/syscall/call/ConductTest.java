package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConductTest {
    private static final Map<String, Integer> NUMBERS = numbers();

    private static Map<String, Integer> numbers() {
        return CallTable.CALLS.stream().filter(call -> call.number() != CallTable.NONE)
                .collect(java.util.stream.Collectors.toMap(CallTable.Call::name, CallTable.Call::number));
    }

    private static int of(String name) {
        return Conduct.of(NUMBERS.get(name));
    }

    @Test
    void readMayBlockAndNamesItsDescriptor() {
        assertThat(Conduct.mayBlock(of("read"))).isTrue();
        assertThat(Conduct.blocks(of("read"))).isFalse();
        assertThat(Conduct.isRefused(of("read"))).isFalse();
        assertThat(Conduct.descriptors(of("read"))).isEqualTo(0b1);
    }

    @Test
    void callsWithTwoDescriptorsNameBoth() {
        assertThat(Conduct.descriptors(of("splice"))).isEqualTo(0b101);
        assertThat(Conduct.descriptors(of("sendfile"))).isEqualTo(0b11);
        assertThat(Conduct.descriptors(of("symlinkat"))).isEqualTo(0b10);
        assertThat(Conduct.descriptors(of("mmap"))).isEqualTo(0b10000);
        assertThat(Conduct.descriptors(of("getppid"))).isZero();
    }

    @Test
    void sleepBlocksAndWritesAreQuick() {
        assertThat(Conduct.blocks(of("nanosleep"))).isTrue();
        assertThat(Conduct.mayBlock(of("nanosleep"))).isFalse();
        for (String quick : new String[]{"write", "pwrite64", "fsync", "sendto", "openat"}) {
            assertThat(Conduct.of(NUMBERS.get(quick)) & 3).as(quick).isEqualTo(Conduct.QUICK);
        }
    }

    @Test
    void numbersThatLinuxDoesNotHaveAreQuickAndWithoutDescriptors() {
        for (int number : new int[]{-1, Integer.MIN_VALUE, 511, 512, 60_000}) {
            assertThat(Conduct.of(number)).isZero();
            assertThat(Conduct.refusal(number)).isNull();
        }
    }

    @Test
    void callsThatTheKernelWouldRestartAreRestarted() {
        for (String name : new String[]{"read", "write", "accept4", "recvmsg", "flock", "openat", "wait4"}) {
            assertThat(Conduct.restarts(NUMBERS.get(name))).as(name).isTrue();
        }
        for (String name : new String[]{"close", "connect", "nanosleep", "ppoll", "epoll_pwait", "futex", "getppid"}) {
            assertThat(Conduct.restarts(NUMBERS.get(name))).as(name).isFalse();
        }
        assertThat(Conduct.restarts(-1)).isFalse();
        assertThat(Conduct.restarts(60_000)).isFalse();
    }

    @Test
    void refusalsHaveReasons() {
        assertThat(Conduct.isRefused(of("exit_group"))).isTrue();
        assertThat(Conduct.refusal(SyscallNumber.EXIT_GROUP)).contains("JVM's process");
        assertThat(Conduct.refusal(SyscallNumber.READ)).isNull();
        assertThat(CallTable.CALLS).filteredOn(call -> call.kind() == Conduct.REFUSED)
                .allSatisfy(call -> assertThat(Conduct.reason(call)).as(call.name()).isNotBlank())
                .hasSizeGreaterThan(60);
        assertThatThrownBy(() -> Conduct.requireAllowed(SyscallNumber.EXECVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("execve (" + NUMBERS.get("execve") + ") is refused");
    }
}
