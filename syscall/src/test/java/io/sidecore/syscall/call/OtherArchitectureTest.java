package io.sidecore.syscall.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.struct.EpollEvents;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that takes itself for one of the other architecture tells what it would give the kernel. */
class OtherArchitectureTest {
    private static final List<String> FLAGS = List.of("O_DIRECT", "O_DIRECTORY", "O_NOFOLLOW", "O_LARGEFILE",
            "O_TMPFILE");
    /** From the kernel's arch/arm64/include/uapi/asm/fcntl.h and include/uapi/asm-generic/fcntl.h. */
    private static final Map<String, List<Integer>> FLAG_FACTS = Map.of(
            "amd64", List.of(040000, 0200000, 0400000, 0100000, 020000000 | 0200000),
            "aarch64", List.of(0200000, 040000, 0100000, 0400000, 020000000 | 040000));
    /** One event with a neighbour, of which the first bytes are seen: packed on x86-64 only. */
    private static final Map<String, String> EPOLL_FACTS = Map.of("amd64",
            "010000000807060504030201" + "0200000010000000",
            "aarch64", "01000000000000000807060504030201" + "02000000");

    /** The child's side. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        for (var field : SyscallNumber.class.getFields()) {
            System.out.println(field.getName().toLowerCase(Locale.ROOT) + " " + field.getInt(null));
        }
        for (String flag : FLAGS) {
            System.out.println(flag + " " + FileCalls.class.getField(flag).getInt(null));
        }
        byte[] events = new EpollEvents(2).set(0, 1, 0x0102_0304_0506_0708L).set(1, 2, 16).segment().asSlice(0, 20)
                .toArray(ValueLayout.JAVA_BYTE);
        System.out.println("epoll " + HexFormat.of().formatHex(events));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void numbersFlagsAndPackingAreThoseOfTheArchitecture(String architecture) throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dos.arch=" + architecture, "-cp", System.getProperty("java.class.path"),
                OtherArchitectureTest.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Map<String, String> told = new HashMap<>();
        try (var lines = child.inputReader()) {
            lines.lines().map(line -> line.split(" ")).forEach(word -> told.put(word[0], word[1]));
        }
        assertThat(child.waitFor()).isZero();
        assertThat(told.remove("epoll")).isEqualTo(EPOLL_FACTS.get(architecture));
        for (int i = 0; i < FLAGS.size(); i++) {
            assertThat(told.remove(FLAGS.get(i))).as(FLAGS.get(i))
                    .isEqualTo(FLAG_FACTS.get(architecture).get(i).toString());
        }
        assertThat(told).hasSizeGreaterThan(85);
        Map<String, Integer> facts = SyscallNumberTest.facts(architecture);
        told.forEach((name, number) -> assertThat(number).as(name).isEqualTo(
                String.valueOf(facts.getOrDefault(name, CallTable.NONE))));
    }
}
