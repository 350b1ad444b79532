package io.sidecore.syscall.call;

import static io.sidecore.syscall.call.SystemCalls.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sidecore.syscall.call.Route.Ride;
import io.sidecore.syscall.struct.DescriptorPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of calls on two equal folders: one through the typed calls, the other through the C library by JNA. Every result
 * and error number, every byte read and every file that is left must be the same.
 */
class DifferentialCallsTest {
    /** More of them by {@code -Dsidecore.sequences=...}. */
    private static final int SEQUENCES = Integer.getInteger("sidecore.sequences", 300);
    private static final int CALLS = 30;
    private static final long SEED = 20101004;
    private static final int O_FLAGS = O_CREAT | O_EXCL | O_TRUNC | O_APPEND | O_WRONLY | O_RDWR | O_DIRECTORY
            | O_NOFOLLOW;

    @TempDir
    Path folder;

    enum Step {
        OPEN,
        OPEN_DEVICE,
        CLOSE,
        WRITE,
        READ,
        PWRITE,
        PREAD,
        WRITEV,
        LSEEK,
        FTRUNCATE,
        DUP,
        MKDIR,
        UNLINK,
        RENAME,
        SYMLINK,
        READLINK,
        SIZE,
        NOWHERE
    }

    /** One of the two sides, with the descriptors that it has open. */
    private static final class Side {
        final World world;
        final Path folder;
        final List<Integer> descriptors = new ArrayList<>();

        Side(World world, Path folder) {
            this.world = world;
            this.folder = folder;
        }

        String path(int name) {
            return folder.resolve(List.of("a", "b", "c", "d", "d/e", "a/f", "none/g").get(name)).toString();
        }

        /** One that is open, or none. */
        int fd(int choice) {
            int index = choice % (descriptors.size() + 1);
            return index == descriptors.size() ? -1 : descriptors.get(index);
        }

        long opened(long result) {
            if (result >= 0) {
                descriptors.add((int) result);
            }
            return Math.min(result, 0);
        }

        long make(Step step, Random random) {
            int one = random.nextInt(7);
            int other = random.nextInt(7);
            int choice = random.nextInt(1 << 20);
            int offset = random.nextInt(World.BUFFER);
            int length = random.nextInt(World.BUFFER - offset + 1);
            long position = random.nextInt(10_000) - 500;
            int flags = random.nextInt() & random.nextInt() & O_FLAGS;
            return switch (step) {
                case OPEN -> opened(world.open(path(one), flags | (random.nextBoolean() ? O_CREAT : 0)));
                case OPEN_DEVICE -> opened(world.open("/dev/full", O_RDWR));
                case CLOSE -> {
                    int fd = fd(choice);
                    descriptors.remove((Integer) fd);
                    yield world.close(fd);
                }
                case WRITE -> world.write(fd(choice), offset, length);
                case READ -> world.read(fd(choice), offset, length);
                case PWRITE -> world.pwrite(fd(choice), offset, length, position);
                case PREAD -> world.pread(fd(choice), offset, length, position);
                case WRITEV -> world.writev(fd(choice), offset / 2, length / 2);
                case LSEEK -> world.lseek(fd(choice), position, one);
                case FTRUNCATE -> world.ftruncate(fd(choice), position);
                case DUP -> opened(world.dup(fd(choice)));
                case MKDIR -> world.mkdir(path(one));
                case UNLINK -> world.unlink(path(one), random.nextInt(3) * AT_REMOVEDIR);
                case RENAME -> world.rename(path(one), path(other), random.nextInt(4));
                case SYMLINK -> world.symlink("a", path(one));
                case READLINK -> world.readlink(path(one));
                case SIZE -> world.size(fd(choice));
                case NOWHERE -> world.writeFromNowhere(fd(choice));
            };
        }

        /** What is in the folder: kinds, contents and links. */
        Map<String, String> files() {
            Map<String, String> files = new TreeMap<>();
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    String content = Files.isSymbolicLink(path)
                            ? "link to " + Files.readSymbolicLink(path)
                            : Files.isDirectory(path) ? "folder" : Arrays.toString(Files.readAllBytes(path));
                    files.put(folder.relativize(path).toString(), content);
                }
                return files;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void clear() throws IOException {
            descriptors.forEach(world::close);
            descriptors.clear();
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> paths = Files.walk(folder).sorted(Comparator.reverseOrder())) {
                    for (Path path : (Iterable<Path>) paths::iterator) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectory(folder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomSequencesHaveTheSameResultsThroughTheCLibrary(Route route) throws IOException {
        Map<Step, TreeMap<String, Integer>> outcomes = new EnumMap<>(Step.class);
        try (Ride ride = route.open()) {
            Side typed = new Side(new World.Typed(ride), folder.resolve("typed"));
            Side ofC = new Side(new World.OfC(), folder.resolve("of C"));
            // Waiting for each result, a page takes many times as long where engine and application share a CPU.
            int sequences = route == Route.DIRECT ? SEQUENCES : SEQUENCES / 5;
            for (int sequence = 0; sequence < sequences; sequence++) {
                long seed = SEED + sequence;
                Random random = new Random(seed);
                byte[] noise = new byte[World.BUFFER];
                random.nextBytes(noise);
                for (Side side : new Side[]{typed, ofC}) {
                    side.clear();
                    side.world.fill(noise);
                    assertThat(side.opened(side.world.open(side.path(0), O_RDWR | O_CREAT))).isZero();
                }
                for (int call = 0; call < CALLS; call++) {
                    Step step = Step.values()[random.nextInt(Step.values().length)];
                    long draw = random.nextLong();
                    long seen = typed.make(step, new Random(draw));
                    long expected = ofC.make(step, new Random(draw));
                    if (seen != expected) {
                        fail("sequence %d, call %d, %s: %s, but %s through the C library", seed, call, step,
                                Errno.describe(seen), Errno.describe(expected));
                    }
                    outcomes.computeIfAbsent(step, s -> new TreeMap<>()).merge(
                            seen < 0 ? Errno.name((int) -seen) : "ok", 1,
                            Integer::sum);
                }
                assertThat(Arrays.equals(typed.world.memory(), ofC.world.memory())).as("memory after %d", seed)
                        .isTrue();
                assertThat(typed.files()).as("files after sequence %d", seed).isEqualTo(ofC.files());
            }
            typed.clear();
            ofC.clear();
        }
        assertThat(outcomes).hasSize(Step.values().length);
        outcomes.forEach((step, counts) -> assertThat(counts).as(step + " has several outcomes").hasSizeGreaterThan(
                step == Step.OPEN_DEVICE ? 0 : 1).containsKey(step == Step.NOWHERE ? "EFAULT" : "ok"));
        assertThat(outcomes.get(Step.WRITE)).containsKeys("EBADF", "ENOSPC");
    }

    @ParameterizedTest
    @EnumSource
    void pipesGiveTheSameErrorsWithoutASignal(Route route) {
        try (Ride ride = route.open()) {
            World[] worlds = {new World.Typed(ride), new World.OfC()};
            for (World world : worlds) {
                DescriptorPair pipe = new DescriptorPair();
                ride.ok(ride.calls.pipe2(pipe, O_NONBLOCK));
                assertThat(world.read(pipe.first(), 0, 1)).isEqualTo(-Errno.EAGAIN);
                assertThat(world.lseek(pipe.first(), 0, SEEK_SET)).isEqualTo(-Errno.ESPIPE);
                long written = 0;
                long result;
                while ((result = world.write(pipe.second(), 0, World.BUFFER)) > 0) {
                    written += result;
                }
                assertThat(result).isEqualTo(-Errno.EAGAIN);
                assertThat(written).isEqualTo(65_536);
                assertThat(world.close(pipe.first())).isZero();
                assertThat(world.write(pipe.second(), 0, 1)).isEqualTo(-Errno.EPIPE);
                assertThat(world.close(pipe.second())).isZero();
            }
        }
    }
}
