package io.sidecore.syscall.differential;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** Places in the memory of worlds for the structures of calls in flight: each has its own, until all are used again. */
final class Scratch {
    private final World[] worlds;
    private int read;
    private int written;

    Scratch(World... worlds) {
        this.worlds = worlds;
    }

    void clear() {
        read = 0;
        written = 0;
    }

    boolean isNearlyFull() {
        return read > World.ANSWERS - World.STRUCTURES - 1024 || written > World.MEMORY - World.ANSWERS - 1024;
    }

    private int place(int bytes) {
        int offset = World.STRUCTURES + read;
        read += bytes + 15 & -16;
        return offset;
    }

    /** Words that a call reads. An argument that is an address, or a descriptor, is different in each world. */
    int words(Argument... words) {
        int offset = place(8 * words.length);
        for (World world : worlds) {
            for (int i = 0; i < words.length; i++) {
                world.memory.set(JAVA_LONG, offset + 8L * i, world.value(words[i]));
            }
        }
        return offset;
    }

    int path(String name) {
        int offset = place(256);
        for (World world : worlds) {
            world.memory.setString(offset, world.path(name).toString());
        }
        return offset;
    }

    /** Words that a call writes to, and may read before. */
    int answer(int words, long... first) {
        int offset = World.ANSWERS + written;
        written += 8 * words + 15 & -16;
        for (World world : worlds) {
            for (int i = 0; i < words; i++) {
                world.memory.set(JAVA_LONG, offset + 8L * i, i < first.length ? first[i] : 0);
            }
        }
        return offset;
    }

    /** struct pollfd, with that descriptor. */
    int polled(Argument fd, int events) {
        int offset = answer(1, (long) events << 32);
        for (World world : worlds) {
            world.memory.set(JAVA_INT, offset, (int) world.value(fd));
        }
        return offset;
    }
}
