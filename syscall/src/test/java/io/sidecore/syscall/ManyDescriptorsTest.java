package io.sidecore.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecore.syscall.call.SyscallNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Descriptors opened, used out of order and closed through a page: each gives back what was written to it, and none is left. */
class ManyDescriptorsTest extends EngineScene {
    /** A million descriptors. */
    private static final int ROUNDS = rounds(1200);
    private static final int AT_ONCE = 600;
    private static final long LENGTH = 32;

    private final MemorySegment name = Arena.ofAuto().allocateFrom("one of many");
    private final MemorySegment written = Arena.ofAuto().allocate(AT_ONCE * LENGTH, 64);
    private final MemorySegment read = Arena.ofAuto().allocate(AT_ONCE * LENGTH, 64);
    private final MemorySegment pairs = Arena.ofAuto().allocate(AT_ONCE * 8L, 64);
    private final SyscallPage page = start(options()).register(512);
    /** By entry. */
    private final long[] expected = new long[page.capacity() + 1];
    private final List<String> wrong = new ArrayList<>();
    private final CompletionHandler check = (token, result) -> {
        if (result != expected[SyscallPage.slot(token)]) {
            wrong.add("call " + SyscallPage.sequence(token) + ": " + result);
        }
    };

    static long openDescriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submit(long result, LongSupplier call) {
        long token;
        while ((token = call.getAsLong()) == SyscallPage.FULL) {
            page.await(check, idle);
        }
        expected[SyscallPage.slot(token)] = result;
    }

    private void awaitChecked() {
        while (page.inFlight() > 0) {
            page.await(check, idle);
        }
    }

    private void usePipe(Random random, int i) {
        int input = pairs.getAtIndex(ValueLayout.JAVA_INT, 2 * i);
        int output = pairs.getAtIndex(ValueLayout.JAVA_INT, 2 * i + 1);
        boolean isReadFirst = random.nextBoolean();
        if (isReadFirst) {
            submit(LENGTH, () -> page.read(input, read, i * LENGTH, LENGTH));
        }
        submit(LENGTH, () -> page.write(output, written, i * LENGTH, LENGTH));
        if (!isReadFirst) {
            submit(LENGTH, () -> page.read(input, read, i * LENGTH, LENGTH));
        }
        submit(0, () -> page.close(output));
        submit(0, () -> page.close(input));
    }

    private void useFile(int fd, int i) {
        submit(LENGTH, () -> page.pwrite(fd, written, i * LENGTH, LENGTH, i));
        submit(LENGTH, () -> page.thenOnSameDescriptor().pread(fd, read, i * LENGTH, LENGTH, i));
        submit(0, () -> page.close(fd));
    }

    private void playRound(Random random, int round) {
        for (int word = 0; word < AT_ONCE * LENGTH / 8; word++) {
            written.setAtIndex(ValueLayout.JAVA_LONG, word, (long) round << 32 | word);
        }
        int[] files = new int[AT_ONCE];
        boolean arePipes = random.nextBoolean();
        List<Integer> order = new ArrayList<>(IntStream.range(0, AT_ONCE).boxed().toList());
        Collections.shuffle(order, random);
        for (int i : order) {
            if (arePipes) {
                submit(0, () -> page.raw(SyscallNumber.PIPE2, pairs.address() + 8L * i, 0));
            } else {
                files[i] = (int) page.await(page.raw(SyscallNumber.MEMFD_CREATE, name.address(), 0), idle);
            }
        }
        awaitChecked();
        Collections.shuffle(order, random);
        for (int i : order) {
            if (arePipes) {
                usePipe(random, i);
            } else {
                useFile(files[i], i);
            }
        }
        awaitChecked();
        assertThat(read.mismatch(written)).as("first byte that is another's").isEqualTo(-1);
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachGivesBackWhatWasWrittenAndNoneIsLeft() {
        long before = openDescriptors();
        for (int round = 0; round < ROUNDS; round++) {
            try {
                playRound(new Random(SEED + round), round);
            } catch (Throwable e) {
                throw new AssertionError("round with seed " + (SEED + round), e);
            }
        }
        assertThat(openDescriptors()).isEqualTo(before);
    }
}
