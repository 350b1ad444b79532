package io.sidecore.bench.counters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the kernel says that others have taken from threads and CPUs. Each is 0 where the kernel does not say. */
public final class Taken {
    private static final int STEAL = 8;

    private Taken() {}

    /**
     * How long a thread of this system was ready to run while others had its CPU.
     *
     * @param tid kernel id; 0 for none
     * @return nanoseconds since it began: second column of schedstat, see proc(5)
     */
    public static long waitedNanos(int tid) {
        if (tid == 0) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/" + tid + "/schedstat")).split(" ")[1]);
        } catch (IOException e) {
            // A kernel without CONFIG_SCHEDSTATS.
            return 0;
        }
    }

    /**
     * What the host of a virtual machine has taken from CPUs.
     *
     * @param cpus their numbers
     * @return ticks since the system began: the column steal of stat, see proc(5)
     */
    public static long stolenTicks(int... cpus) {
        try {
            return Files.readAllLines(Path.of("/proc/stat")).stream().map(line -> line.split("\\s+"))
                    .filter(words -> words.length > STEAL
                            && Arrays.stream(cpus).anyMatch(cpu -> words[0].equals("cpu" + cpu)))
                    .mapToLong(words -> Long.parseLong(words[STEAL])).sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
