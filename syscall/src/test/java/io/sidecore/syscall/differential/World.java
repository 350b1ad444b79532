package io.sidecore.syscall.differential;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.sidecore.syscall.call.SyscallNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder, some memory and some descriptors: what calls work on. Two worlds see the same calls by different ways to the kernel.
 *
 * <pre>
 *   0      16384                                     24576                            32768
 *   | data | structures that calls read: not compared | structures that calls write to |
 * </pre>
 */
final class World {
    static final int STRUCTURES = 1 << 14;
    static final int ANSWERS = STRUCTURES + (1 << 13);
    static final int MEMORY = 1 << 15;
    private static final int CLOSED = -1;

    final MemorySegment memory = Arena.ofAuto().allocate(MEMORY, 64);
    private final Path folder;
    private final List<Integer> descriptors = new ArrayList<>();

    World(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int descriptor(int index) {
        return descriptors.get(index);
    }

    boolean isOpen(int index) {
        return descriptor(index) != CLOSED;
    }

    int count() {
        return descriptors.size();
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    long value(Argument argument) {
        return switch (argument.kind()) {
            case NUMBER -> argument.value();
            case DESCRIPTOR -> descriptor((int) argument.value());
            case ADDRESS -> memory.address() + argument.value();
        };
    }

    long[] values(Call call) {
        return call.arguments().stream().mapToLong(this::value).toArray();
    }

    /** Takes note of what a call has done. Returns its result, as far as that is the same in every world. */
    long learn(Call call, long result) {
        call.differences().forEach(offset -> memory.set(JAVA_INT, offset, 0));
        switch (call.effect()) {
            case OPENS -> {
                descriptors.add(result < 0 ? CLOSED : (int) result);
                return Math.min(result, 0);
            }
            case OPENS_PAIR -> {
                for (int offset = call.where(); offset < call.where() + 8; offset += 4) {
                    descriptors.add(result < 0 ? CLOSED : memory.get(JAVA_INT, offset));
                    memory.set(JAVA_INT, offset, 0);
                }
                return result;
            }
            case REPLACES -> {
                return Math.min(result, 0);
            }
            case CLOSES -> descriptors.set(call.where(), result == 0 ? CLOSED : descriptor(call.where()));
            default -> {
            }
        }
        return result;
    }

    boolean hasSameMemoryAs(World other) {
        return memory.asSlice(0, STRUCTURES).mismatch(other.memory.asSlice(0, STRUCTURES)) < 0
                && memory.asSlice(ANSWERS).mismatch(other.memory.asSlice(ANSWERS)) < 0;
    }

    /** Whether the descriptor's file is the same in all worlds. */
    boolean isShared(Argument fd) {
        try {
            Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + value(fd)));
            return file.startsWith("/dev") || file.toString().startsWith("anon_inode");
        } catch (IOException notOpen) {
            return false;
        }
    }

    /** Names and contents. */
    Map<String, ByteBuffer> files() {
        Map<String, ByteBuffer> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                files.put(path.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes what is open, deletes what is there, and fills the memory. */
    void clear(byte[] noise) {
        descriptors.stream().filter(fd -> fd != CLOSED).forEach(fd -> SecondPath.call(SyscallNumber.CLOSE, fd));
        descriptors.clear();
        for (String name : files().keySet()) {
            try {
                Files.delete(path(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        memory.copyFrom(MemorySegment.ofArray(noise));
    }
}
