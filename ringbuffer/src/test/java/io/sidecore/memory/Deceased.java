package io.sidecore.memory;

import io.sidecore.memory.access.OffHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real process that is no more, for tests of what the living do about it.
 *
 * @param pid        its id
 * @param startTicks when it started
 */
public record Deceased(long pid, long startTicks) {

    /** {@return a child that was killed and reaped} */
    public static Deceased killed() {
        try {
            Process child = new ProcessBuilder("sleep", "1000").start();
            Deceased deceased = of(child.pid());
            child.destroyForcibly().waitFor();
            return deceased;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a place look as that process would have left it: registered. */
    public void register(Party place) {
        register(place, startTicks, ProcessIdentity.self().namespace());
    }

    /** Registers with any start time and namespace. */
    public void register(Party place, long ticks, long namespace) {
        long owner = beginRegistration(place, namespace);
        OffHeap.putLong(place.address() + Party.NAMESPACE, namespace);
        OffHeap.putLong(place.address() + Party.START_TICKS, ticks << 16 | owner & 0xFFFF);
    }

    /** The owner word only: the process was killed right behind its compare-and-set. */
    public long beginRegistration(Party place, long namespace) {
        long owner = pid << 40 | (namespace & 0xF_FFFF) << 20 | place.epoch() + 1 & 0xF_FFFF;
        OffHeap.putLong(place.address() + Party.OWNER, owner);
        return owner;
    }

    static Deceased of(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return new Deceased(pid, Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]));
    }

    /** A process that has ended and that nobody reaps, until its parent is killed. */
    public static final class Zombie implements AutoCloseable {
        private final Process parent;
        private final Deceased deceased;

        /** Returns once the kernel calls it a zombie. */
        public Zombie() {
            try {
                parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 1000").start();
                long pid = Long.parseLong(parent.inputReader().readLine());
                while (!Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ")) {
                    Thread.onSpinWait();
                }
                deceased = of(pid);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** {@return its identity} */
        public Deceased identity() {
            return deceased;
        }

        @Override
        public void close() {
            parent.destroyForcibly();
        }
    }
}
